//! Lays out the parts of a mail as plain text and as HTML.

use std::fmt::Write as _;
use texts::Texts;

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

    /// Mail clients ignore style sheets, so the few styles are inline.
    pub fn html(&self, texts: Texts, subject: &str) -> String {
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
