//! Composes mails in the language of the reader, as plain text and as HTML.

use super::{layout::Parts, transport::OutgoingMessage};
use domain::time::Timestamp;
use std::time::Duration;
use texts::Texts;
use time::OffsetDateTime;

/// The kinds of mails to members. There is no `Debug` output, so that the secret parts of links cannot be logged.
#[derive(Clone, PartialEq, Eq)]
pub enum Notice {
    ConfirmEmail {
        token: String,
    },
    /// To the owner of a confirmed e-mail address that another member has entered as their own.
    AddressTaken,
    ResetPassword {
        token: String,
    },
    FactorConnected,
    FactorReplaced,
    PasskeyConnected,
    /// A personal access token was made.
    TokenMade,
    /// The counter of a passkey has gone back, so there is probably a copy of the passkey.
    PasskeyCopied,
    RecoveryCodesRenewed,
    RecoveryCodeUsed,
    PasswordChanged,
    EmailChangeAsked,
    /// To the old address, with the link that undoes the change. `None` if the owner has changed the address back.
    EmailChanged {
        token: Option<String>,
    },
    EmailConfirmed,
    /// A change of address was undone. `EmailRestored` goes to the restored address, `EmailChangeUndone` to the address
    /// that the change had set.
    EmailRestored,
    EmailChangeUndone,
    /// Contains the link with which the owner objects to the reset.
    FactorsReset {
        token: String,
    },
    AccountDeleted,
    /// A code for a sign-in, or to prove an address. `agent` describes the browser that requested the code.
    Code {
        code: String,
        agent: String,
    },
    MessagesConnected,
    FactorRemoved,
    FactorsOrdered,
    /// A recovery code was used instead of a code of the phone to confirm a change.
    ConfirmedByRecoveryCode,
    RescueAsked {
        token: String,
    },
    RescueDeclined,
    Deactivated,
    Reactivated,
    RoleChanged,
    /// An administrator has ended all sessions and tokens.
    SessionsEnded,
    /// A sign-in in a browser, or over the API, in which the account was not used before.
    NewDevice {
        agent: String,
        at: Timestamp,
    },
    /// To administrators, about another member.
    RescueToDecide,
    RescueObjected,
}

/// A mail, and the time after which it is no longer sent.
pub struct Composed {
    pub letter: OutgoingMessage,
    pub life: Duration,
}

/// The advice that the mail gives to a reader who did not cause the event.
enum Doubt {
    None,
    Ignore,
    Act,
}

const DAY: Duration = Duration::from_secs(24 * 3600);

impl Notice {
    /// `site` is the URL of the server.
    pub fn compose(&self, texts: Texts, site: &str, to: &str, name: &str) -> Composed {
        let (subject, text) = self.words(texts, name);
        let button = match self {
            Self::ConfirmEmail { token } => {
                Some((texts.mail_confirm_button(), format!("{site}/confirm-email/{token}")))
            }
            Self::ResetPassword { token } => Some((texts.mail_reset_button(), format!("{site}/forgot/{token}"))),
            Self::EmailChanged { token: Some(token) } => {
                Some((texts.mail_undo_button(), format!("{site}/undo-email/{token}")))
            }
            Self::EmailRestored => Some((texts.mail_reset_button(), format!("{site}/forgot"))),
            Self::AddressTaken => Some((texts.mail_taken_button(), format!("{site}/sign-in"))),
            Self::FactorsReset { token } | Self::RescueAsked { token } => {
                Some((texts.rescue_mail_object_button(), format!("{site}/object/{token}")))
            }
            Self::RescueToDecide | Self::RescueObjected => {
                Some((texts.rescue_mail_decide_button(), format!("{site}/admin/rescues")))
            }
            _ => None,
        };
        let doubt = match self {
            Self::ConfirmEmail { .. } | Self::ResetPassword { .. } => Doubt::Ignore,
            Self::AddressTaken | Self::EmailConfirmed | Self::AccountDeleted => Doubt::None,
            // The button already gives the advice, or the reader can ask an administrator.
            Self::FactorsReset { .. }
            | Self::RescueAsked { .. }
            | Self::EmailChanged { .. }
            | Self::EmailRestored
            | Self::EmailChangeUndone
            | Self::RescueDeclined
            | Self::Deactivated
            | Self::Reactivated
            | Self::RoleChanged
            | Self::SessionsEnded
            | Self::RescueToDecide
            | Self::RescueObjected => Doubt::None,
            _ => Doubt::Act,
        };
        let doubt = match doubt {
            Doubt::None => None,
            Doubt::Ignore => Some(texts.mail_ignore().to_owned()),
            Doubt::Act => Some(texts.mail_not_you(format!("{site}/forgot"))),
        };
        let life = match self {
            Self::ConfirmEmail { .. }
            | Self::RescueAsked { .. }
            | Self::FactorsReset { .. }
            | Self::EmailChanged { .. } => 3 * DAY,
            Self::ResetPassword { .. } => Duration::from_secs(30 * 60),
            Self::Code { .. } => domain::sent_code::CODE_LIFETIME,
            _ => 2 * DAY,
        };
        let parts = Parts {
            hello: match self {
                // The greeting contains no name, because `name` is the member that the mail is about, not the reader.
                Self::RescueToDecide | Self::RescueObjected => texts.rescue_mail_hello_admin().to_owned(),
                _ => texts.mail_hello(name),
            },
            text,
            button,
            doubt,
            footer: texts.mail_footer(site),
        };
        let letter = OutgoingMessage {
            to: to.to_owned(),
            text: parts.plain(),
            html: parts.html(texts, &subject),
            subject,
        };
        Composed { letter, life }
    }

    fn words(&self, texts: Texts, name: &str) -> (String, String) {
        let (subject, text) = match self {
            Self::ConfirmEmail { .. } => (texts.mail_confirm_subject(), texts.mail_confirm_text(name)),
            Self::AddressTaken => (texts.mail_taken_subject(), texts.mail_taken_text(name)),
            Self::ResetPassword { .. } => (texts.mail_reset_subject(), texts.mail_reset_text(name)),
            Self::FactorConnected => (
                texts.mail_factor_connected_subject(),
                texts.mail_factor_connected_text(name),
            ),
            Self::FactorReplaced => (
                texts.mail_factor_replaced_subject(),
                texts.mail_factor_replaced_text(name),
            ),
            Self::PasskeyConnected => (
                texts.passkey_mail_connected_subject(),
                texts.passkey_mail_connected_text(name),
            ),
            Self::TokenMade => (texts.token_mail_subject(), texts.token_mail_text(name)),
            Self::PasskeyCopied => (
                texts.passkey_mail_copied_subject(),
                texts.passkey_mail_copied_text(name),
            ),
            Self::RecoveryCodesRenewed => (
                texts.mail_recovery_renewed_subject(),
                texts.mail_recovery_renewed_text(name),
            ),
            Self::RecoveryCodeUsed => (texts.mail_recovery_used_subject(), texts.mail_recovery_used_text(name)),
            Self::PasswordChanged => (
                texts.mail_password_changed_subject(),
                texts.mail_password_changed_text(name),
            ),
            Self::EmailChangeAsked => (texts.mail_email_asked_subject(), texts.mail_email_asked_text(name)),
            Self::EmailChanged { token } => (
                texts.mail_email_changed_subject(),
                match token {
                    Some(_) => texts.mail_email_changed_text(name),
                    None => texts.mail_email_left_text(name),
                },
            ),
            Self::EmailRestored => (
                texts.mail_email_restored_subject(),
                texts.mail_email_restored_text(name),
            ),
            Self::EmailChangeUndone => (texts.mail_email_undone_subject(), texts.mail_email_undone_text(name)),
            Self::EmailConfirmed => (
                texts.mail_email_confirmed_subject(),
                texts.mail_email_confirmed_text(name),
            ),
            Self::FactorsReset { .. } => (texts.mail_factors_reset_subject(), texts.rescue_mail_reset_text(name)),
            Self::AccountDeleted => (texts.mail_deleted_subject(), texts.mail_deleted_text(name)),
            Self::Code { code, agent } => return code_words(texts, name, code, agent),
            Self::MessagesConnected => (
                texts.messages_mail_connected_subject(),
                texts.messages_mail_connected_text(name),
            ),
            Self::FactorRemoved => (
                texts.messages_mail_removed_subject(),
                texts.messages_mail_removed_text(name),
            ),
            Self::FactorsOrdered => (
                texts.messages_mail_ordered_subject(),
                texts.messages_mail_ordered_text(name),
            ),
            Self::ConfirmedByRecoveryCode => (
                texts.mail_recovery_used_subject(),
                texts.mail_recovery_confirmed_text(name),
            ),
            Self::RescueAsked { .. } => (texts.rescue_mail_asked_subject(), texts.rescue_mail_asked_text(name)),
            Self::RescueDeclined => (
                texts.rescue_mail_declined_subject(),
                texts.rescue_mail_declined_text(name),
            ),
            Self::Deactivated => (
                texts.rescue_mail_deactivated_subject(),
                texts.rescue_mail_deactivated_text(name),
            ),
            Self::Reactivated => (
                texts.rescue_mail_reactivated_subject(),
                texts.rescue_mail_reactivated_text(name),
            ),
            Self::RoleChanged => (texts.rescue_mail_role_subject(), texts.rescue_mail_role_text(name)),
            Self::SessionsEnded => (
                texts.mail_sessions_ended_subject(),
                texts.mail_sessions_ended_text(name),
            ),
            Self::NewDevice { agent, at } => (
                texts.mail_new_device_subject(),
                texts.mail_new_device_text(named_agent(texts, agent), name, utc(*at)),
            ),
            Self::RescueToDecide => (texts.rescue_mail_decide_subject(), texts.rescue_mail_decide_text(name)),
            Self::RescueObjected => (
                texts.rescue_mail_objected_subject(),
                texts.rescue_mail_objected_text(name),
            ),
        };
        (subject.to_owned(), text)
    }

    /// The short text message for this notice. It exists for codes only.
    pub fn text_message(&self, texts: Texts, to: &str) -> OutgoingMessage {
        let text = match self {
            Self::Code { code, .. } => texts.messages_sms(code),
            _ => String::new(),
        };
        OutgoingMessage {
            to: to.to_owned(),
            subject: String::new(),
            text,
            html: String::new(),
        }
    }
}

/// The code is not in the subject, because a locked phone shows subjects.
fn code_words(texts: Texts, name: &str, code: &str, agent: &str) -> (String, String) {
    (
        texts.messages_mail_subject().to_owned(),
        texts.messages_mail_text(named_agent(texts, agent), code, name),
    )
}

fn named_agent(texts: Texts, agent: &str) -> &str {
    match agent {
        "" => texts.account_unknown_browser(),
        agent => agent,
    }
}

/// `2026-11-20 09:00 UTC`, because the reader's time zone is not known.
fn utc(at: Timestamp) -> String {
    let seconds = i64::try_from(at.seconds()).unwrap_or(i64::MAX);
    let at = OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    let (year, month, day) = at.to_calendar_date();
    format!(
        "{year}-{:02}-{day:02} {:02}:{:02} UTC",
        u8::from(month),
        at.hour(),
        at.minute()
    )
}

#[cfg(test)]
mod tests;
