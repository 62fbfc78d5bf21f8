//! Limits how many messages reach one mailbox or one phone number within an hour, from all senders together.

use crate::time::{HOUR, Timestamp};

/// What a user must know to make the server send a message. Each cause has its own limit: the less a user must know,
/// the lower the limit. So a stranger cannot flood a mailbox, and cannot use up the messages that the owner needs for
/// notices about the account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// The e-mail address: any visitor can register with the address.
    Address,
    /// The name or e-mail address of an account: any visitor can request a new password for the account.
    ForgottenPassword,
    /// The password of an account: the message is a code, or a request for help to the administrators.
    Password,
    /// Password and second factor of the account, or the role of an administrator: the message is a notice about a
    /// change.
    Owner,
}

impl Cause {
    pub const ALL: [Self; 4] = [Self::Address, Self::ForgottenPassword, Self::Password, Self::Owner];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Address => "address",
            Self::ForgottenPassword => "forgotten_password",
            Self::Password => "password",
            Self::Owner => "owner",
        }
    }

    /// A mailbox gets no mail of this cause if it has got this number of mails, of any cause, within the last hour.
    pub const fn max_mails(self) -> usize {
        match self {
            Self::Address => 5,
            Self::ForgottenPassword => 10,
            Self::Password => 20,
            Self::Owner => 30,
        }
    }

    /// A phone number gets no text message of this cause if it has got this number of text messages within the last
    /// hour. Only codes are sent as text messages. In a set-up the user can enter any number (`Address`); at a sign-in
    /// the code goes to the owner's number.
    pub const fn max_text_messages(self) -> usize {
        match self {
            Self::Address => 5,
            Self::ForgottenPassword | Self::Password | Self::Owner => 10,
        }
    }
}

/// Checks whether the limit allows another message to a recipient now. `sent` has the times of the earlier messages, in
/// any order. The error is the time at which the next message is allowed.
pub fn check_recipient_limit(sent: &[Timestamp], most: usize, now: Timestamp) -> Result<(), Timestamp> {
    let mut recent: Vec<Timestamp> = sent.iter().copied().filter(|at| now.since(*at) < HOUR).collect();
    recent.sort_unstable();
    // The next message is allowed when only the newest `most - 1` messages are younger than an hour.
    let last_in_the_way = recent
        .len()
        .checked_sub(most.max(1))
        .and_then(|index| recent.get(index));
    match last_in_the_way {
        Some(at) => Err(at.after(HOUR)),
        None => Ok(()),
    }
}

/// The mailbox behind an e-mail address. Most providers ignore capitals and a suffix after `+`, so all such addresses
/// are counted as one mailbox.
pub fn normalise_mailbox(address: &str) -> String {
    let address = address.trim().to_lowercase();
    let Some((local, host)) = address.rsplit_once('@') else {
        return address;
    };
    match local.split_once('+') {
        Some((local, _)) if !local.is_empty() => format!("{local}@{host}"),
        _ => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use core::time::Duration;
    use proptest::prelude::*;

    fn seconds(n: u64) -> Timestamp {
        Timestamp::from_seconds(1_000_000).after(Duration::from_secs(n))
    }

    #[test]
    fn so_many_messages_within_an_hour_and_the_next_one_when_the_oldest_is_an_hour_old() {
        let sent = [seconds(30), seconds(10), seconds(20)];
        assert_eq!(check_recipient_limit(&sent, 4, seconds(40)), Ok(()));
        assert_eq!(check_recipient_limit(&sent, 3, seconds(40)), Err(seconds(3610)));
        assert_eq!(check_recipient_limit(&sent, 3, seconds(3609)), Err(seconds(3610)));
        assert_eq!(check_recipient_limit(&sent, 3, seconds(3610)), Ok(()));
        // Messages of other causes have already used more than the limit of this cause.
        assert_eq!(check_recipient_limit(&sent, 1, seconds(40)), Err(seconds(3630)));
        assert_eq!(check_recipient_limit(&[], 1, seconds(40)), Ok(()));
    }

    #[test]
    fn a_message_that_takes_more_proof_has_a_larger_budget() {
        for (less, more) in Cause::ALL.iter().zip(&Cause::ALL[1..]) {
            assert!(less < more && less.max_mails() < more.max_mails());
        }
        let flood = vec![seconds(0); Cause::ForgottenPassword.max_mails()];
        let now = seconds(1);
        let refused = |cause: Cause| check_recipient_limit(&flood, cause.max_mails(), now).is_err();
        assert!(refused(Cause::Address) && refused(Cause::ForgottenPassword));
        assert!(!refused(Cause::Password) && !refused(Cause::Owner));
    }

    #[test]
    fn spellings_of_one_mailbox_are_counted_together() {
        for (address, mailbox) in [
            ("ada@school.example", "ada@school.example"),
            (" Ada@School.Example ", "ada@school.example"),
            ("ada+1@school.example", "ada@school.example"),
            ("ada+a+b@school.example", "ada@school.example"),
            ("+ada@school.example", "+ada@school.example"),
            ("ada@school+1.example", "ada@school+1.example"),
            ("nowhere", "nowhere"),
        ] {
            assert_eq!(normalise_mailbox(address), mailbox, "{address}");
        }
    }

    proptest! {
        /// For messages at any times: within any hour, at most `most` messages are allowed. After a refusal, a message
        /// is allowed at the returned time.
        #[test]
        fn within_no_hour_are_there_more(pauses in prop::collection::vec(0_u64..900, 1..80), most in 1_usize..12) {
            let (mut at, mut sent) = (0, Vec::new());
            for pause in pauses {
                at += pause;
                match check_recipient_limit(&sent, most, seconds(at)) {
                    Ok(()) => sent.push(seconds(at)),
                    Err(until) => {
                        prop_assert!(until > seconds(at));
                        prop_assert_eq!(check_recipient_limit(&sent, most, until), Ok(()));
                    }
                }
                let recent = sent.iter().filter(|sent| seconds(at).since(**sent) < HOUR).count();
                prop_assert!(recent <= most);
            }
        }
    }
}
