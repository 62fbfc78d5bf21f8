//! The text in a field of several lines.

/// Escapes the text of a `<textarea>`, because on the server Leptos writes the text into the page unescaped. An empty
/// field must get no text at all, because Leptos would render an empty text node as a space in the field.
pub fn textarea_text(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
