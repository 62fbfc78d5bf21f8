//! HTML building blocks of the API documentation page. They escape the texts that they are given.

use std::fmt::Write as _;

/// Name, kind (as HTML), whether it is required, and description.
pub type Row = (String, String, bool, String);

pub fn table(title: &str, rows: Vec<Row>) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let mut html = format!("<h4>{title}</h4><div class=\"table-scroll\" tabindex=\"0\"><table class=\"table\"><tbody>");
    for (name, kind, required, text) in rows {
        let need = if required { "" } else { " <small>optional</small>" };
        let _ = write!(
            html,
            "<tr><th scope=\"row\"><code>{}</code>{need}</th><td>{kind}</td><td>{}</td></tr>",
            escaped(&name),
            prose(&text)
        );
    }
    html.push_str("</tbody></table></div>");
    html
}

pub fn linked(anchor: &str, text: &str) -> String {
    format!("<a href=\"#{}\">{}</a>", escaped(anchor), escaped(text))
}

pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// Escapes a text and turns `names` between backticks into code elements.
pub fn prose(text: &str) -> String {
    let mut html = String::new();
    for (n, part) in text.split('`').enumerate() {
        let part = escaped(part);
        // Writing into a string cannot fail.
        let _ = if n % 2 == 1 {
            write!(html, "<code>{part}</code>")
        } else {
            write!(html, "{part}")
        };
    }
    html
}
