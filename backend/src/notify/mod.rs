//! Outgoing messages: composing, the queue, and the transports for mail and SMS.

pub(crate) mod cause;
pub(crate) mod compose;
pub(crate) mod delivery;
pub(crate) mod layout;
pub(crate) mod outbox;
pub(crate) mod queue;
pub(crate) mod recipient_limit;
pub(crate) mod sms;
pub(crate) mod smtp;
pub(crate) mod transport;

pub use compose::Notice;
pub use delivery::Delivered;
pub use outbox::Outbox;
pub use queue::Channel;
pub use sms::{BadGateway, Gateway, GatewaySettings};
pub use smtp::{BadMailSettings, Smtp};
pub use transport::{Letter, Post, PostError};
