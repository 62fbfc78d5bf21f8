//! Lays out the parts of a mail as plain text and as HTML.

use maud::{DOCTYPE, html};
use std::fmt::Write as _;
use texts::Texts;

const BUTTON: &str = "display:inline-block;padding:12px 20px;border-radius:8px;background:#3d3dc4;color:#ffffff;\
                      text-decoration:none;font-weight:600";
const SMALL: &str = "font-size:14px;color:#55556b";

/// The parts of a mail, from top to bottom.
pub(crate) struct Parts {
    pub hello: String,
    pub text: String,
    pub button: Option<(&'static str, String)>,
    pub doubt: Option<String>,
    pub footer: String,
}

impl Parts {
    pub fn plain(&self) -> String {
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

    /// The styles are inline, because mail clients ignore style sheets.
    pub fn html(&self, texts: Texts, subject: &str) -> String {
        let mail = html! {
            (DOCTYPE)
            html lang=(texts.locale().tag()) {
                head {
                    meta charset="utf-8";
                    title { (subject) }
                }
                body style="margin:0;padding:24px;font:16px/1.5 sans-serif;color:#1b1b2b;background:#ffffff" {
                    div style="max-width:34em" {
                        p { (self.hello) }
                        p { (self.text) }
                        @if let Some((label, link)) = &self.button {
                            p { a href=(link) style=(BUTTON) { (label) } }
                            p style=(SMALL) { (texts.mail_copy_link()) br; a href=(link) { (link) } }
                        }
                        @if let Some(doubt) = &self.doubt {
                            p { (doubt) }
                        }
                        p style=(SMALL) { (self.footer) }
                    }
                }
            }
        };
        mail.into_string()
    }
}
