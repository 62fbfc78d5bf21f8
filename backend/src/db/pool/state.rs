//! What is known about a connection in use.

/// A connection is kept for the next use only if it is `Free`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// Outside of a transaction; the last statement was answered.
    #[default]
    Free,
    /// The next statement begins a transaction.
    Begins,
    /// Inside a transaction; the last statement was answered, and the database has possibly ended the transaction by
    /// itself.
    Open,
    /// A statement outside of a transaction was sent and not answered.
    Sent,
    /// A statement inside a transaction was sent and not answered.
    SentInTransaction,
}

impl State {
    /// A statement is sent.
    pub const fn sent(self) -> Self {
        match self {
            Self::Free | Self::Sent => Self::Sent,
            Self::Begins | Self::Open | Self::SentInTransaction => Self::SentInTransaction,
        }
    }

    /// The database has answered, or has refused the statement.
    pub const fn answered(self) -> Self {
        match self {
            Self::Sent => Self::Free,
            Self::SentInTransaction => Self::Open,
            state => state,
        }
    }

    pub const fn is_in_transaction(self) -> bool {
        matches!(self, Self::Open | Self::SentInTransaction)
    }
}
