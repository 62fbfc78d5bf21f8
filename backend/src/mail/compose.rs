//! What mails say, in the reader's language, as plain text and as HTML.

use super::Letter;
use std::{fmt::Write as _, time::Duration};
use texts::Texts;

/// What a member is told by mail. Secret parts of links never show in a log.
#[derive(Clone, PartialEq, Eq)]
pub enum Notice {
    ConfirmEmail {
        token: String,
    },
    /// Somebody registers with an address that belongs to an account already.
    AddressTaken,
    ResetPassword {
        token: String,
    },
    FactorConnected,
    FactorReplaced,
    RecoveryCodesRenewed,
    RecoveryCodeUsed,
    PasswordChanged,
    EmailChangeAsked,
    EmailChanged,
    EmailConfirmed,
    FactorsReset,
    AccountDeleted,
}

/// A letter, and how long it is worth anything.
pub struct Composed {
    pub letter: Letter,
    pub life: Duration,
}

/// What to do if it was somebody else.
enum Doubt {
    None,
    Ignore,
    Act,
}

const DAY: Duration = Duration::from_secs(24 * 3600);

impl Notice {
    /// `site` is this server's address as people type it.
    pub fn compose(&self, texts: Texts, site: &str, to: &str, name: &str) -> Composed {
        let (subject, text) = self.words(texts, name);
        let button = match self {
            Self::ConfirmEmail { token } => {
                Some((texts.mail_confirm_button(), format!("{site}/confirm-email/{token}")))
            }
            Self::ResetPassword { token } => Some((texts.mail_reset_button(), format!("{site}/forgot/{token}"))),
            Self::AddressTaken => Some((texts.mail_taken_button(), format!("{site}/sign-in"))),
            _ => None,
        };
        let doubt = match self {
            Self::ConfirmEmail { .. } | Self::ResetPassword { .. } => Doubt::Ignore,
            Self::AddressTaken | Self::EmailConfirmed | Self::AccountDeleted => Doubt::None,
            _ => Doubt::Act,
        };
        let doubt = match doubt {
            Doubt::None => None,
            Doubt::Ignore => Some(texts.mail_ignore().to_owned()),
            Doubt::Act => Some(texts.mail_not_you(format!("{site}/forgot"))),
        };
        let life = match self {
            Self::ConfirmEmail { .. } => 3 * DAY,
            Self::ResetPassword { .. } => Duration::from_secs(30 * 60),
            _ => 2 * DAY,
        };
        let parts = Parts {
            hello: texts.mail_hello(name),
            text,
            button,
            doubt,
            footer: texts.mail_footer(site),
        };
        let letter = Letter {
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
            Self::EmailChanged => (texts.mail_email_changed_subject(), texts.mail_email_changed_text(name)),
            Self::EmailConfirmed => (
                texts.mail_email_confirmed_subject(),
                texts.mail_email_confirmed_text(name),
            ),
            Self::FactorsReset => (texts.mail_factors_reset_subject(), texts.mail_factors_reset_text(name)),
            Self::AccountDeleted => (texts.mail_deleted_subject(), texts.mail_deleted_text(name)),
        };
        (subject.to_owned(), text)
    }
}

struct Parts {
    hello: String,
    text: String,
    button: Option<(&'static str, String)>,
    doubt: Option<String>,
    footer: String,
}

impl Parts {
    fn plain(&self) -> String {
        let mut plain = format!("{}\n\n{}\n", self.hello, self.text);
        // Writing into a string cannot fail.
        if let Some((label, link)) = &self.button {
            let _ = write!(plain, "\n{label}:\n{link}\n");
        }
        if let Some(doubt) = &self.doubt {
            let _ = write!(plain, "\n{doubt}\n");
        }
        let _ = write!(plain, "\n-- \n{}\n", self.footer);
        plain
    }

    /// Mail programs know no style sheets of ours: the few styles stand where they are used.
    fn html(&self, texts: Texts, subject: &str) -> String {
        let mut html = format!(
            "<!DOCTYPE html><html lang=\"{}\"><head><meta charset=\"utf-8\"><title>{}</title></head>\
             <body style=\"margin:0;padding:24px;font:16px/1.5 sans-serif;color:#1b1b2b;background:#ffffff\">\
             <div style=\"max-width:34em\"><p>{}</p><p>{}</p>",
            texts.locale().tag(),
            escaped(subject),
            escaped(&self.hello),
            escaped(&self.text),
        );
        if let Some((label, link)) = &self.button {
            let (label, link, how) = (escaped(label), escaped(link), escaped(texts.mail_copy_link()));
            let _ = write!(
                html,
                "<p><a href=\"{link}\" style=\"display:inline-block;padding:12px 20px;border-radius:8px;\
                 background:#3d3dc4;color:#ffffff;text-decoration:none;font-weight:600\">{label}</a></p>\
                 <p style=\"font-size:14px;color:#55556b\">{how}<br><a href=\"{link}\">{link}</a></p>",
            );
        }
        if let Some(doubt) = &self.doubt {
            let _ = write!(html, "<p>{}</p>", escaped(doubt));
        }
        let _ = write!(
            html,
            "<p style=\"font-size:14px;color:#55556b\">{}</p></div></body></html>",
            escaped(&self.footer)
        );
        html
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::locale::Locale;

    #[test]
    fn every_notice_is_whole_in_every_language() {
        let token = "T0KEN".to_owned();
        let notices = [
            Notice::ConfirmEmail { token: token.clone() },
            Notice::AddressTaken,
            Notice::ResetPassword { token },
            Notice::FactorConnected,
            Notice::FactorReplaced,
            Notice::RecoveryCodesRenewed,
            Notice::RecoveryCodeUsed,
            Notice::PasswordChanged,
            Notice::EmailChangeAsked,
            Notice::EmailChanged,
            Notice::EmailConfirmed,
            Notice::FactorsReset,
            Notice::AccountDeleted,
        ];
        for locale in Locale::ALL {
            for notice in &notices {
                let Letter {
                    to,
                    subject,
                    text,
                    html,
                } = notice
                    .compose(Texts::of(locale), "https://s.example", "a@b.example", "ada<b>")
                    .letter;
                assert_eq!(to, "a@b.example");
                assert!(!subject.is_empty() && !subject.contains('\n'));
                assert!(text.contains("ada<b>") && !text.contains('{'), "{text}");
                assert!(html.contains("ada&lt;b&gt;") && !html.contains("ada<b>"), "{html}");
                let has_link = matches!(notice, Notice::ConfirmEmail { .. } | Notice::ResetPassword { .. });
                assert_eq!(text.contains("/T0KEN\n"), has_link);
                assert_eq!(html.contains("/T0KEN\""), has_link);
            }
        }
    }
}
