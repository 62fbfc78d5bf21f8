//! A small HTML reader for tests: opening tags with attributes, and the text between tags.

pub struct Tag {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    /// The content of a `<script>` or `<style>` element; empty for other elements.
    pub content: String,
}

impl Tag {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }
}

enum Piece<'a> {
    Tag(Tag),
    Text(&'a str),
}

/// All opening tags, in order.
pub fn tags(html: &str) -> Vec<Tag> {
    let tags = pieces(html).into_iter().filter_map(|piece| match piece {
        Piece::Tag(tag) => Some(tag),
        Piece::Text(_) => None,
    });
    tags.collect()
}

/// The text of the page without comments, tags, scripts and styles.
pub fn text(html: &str) -> String {
    let texts = pieces(html).into_iter().filter_map(|piece| match piece {
        Piece::Text(text) => Some(unescape(text)),
        Piece::Tag(_) => None,
    });
    texts.collect()
}

fn pieces(html: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        found.push(Piece::Text(&rest[..at]));
        rest = &rest[at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
        } else if rest.starts_with("<!") || rest.starts_with("</") {
            rest = rest.split_once('>').map_or("", |(_, after)| after);
        } else {
            let (mut tag, after) = tag(&rest[1..]);
            rest = after;
            if matches!(tag.name.as_str(), "script" | "style") {
                let end = rest.find(&format!("</{}", tag.name)).unwrap_or(rest.len());
                tag.content = rest[..end].to_owned();
                rest = &rest[end..];
            }
            found.push(Piece::Tag(tag));
        }
    }
    found.push(Piece::Text(rest));
    found
}

/// Reads a tag whose `<` is already removed. Returns the tag, and the text after its `>`.
fn tag(html: &str) -> (Tag, &str) {
    let end = html
        .find(|c: char| c.is_whitespace() || c == '>' || c == '/')
        .unwrap_or(html.len());
    let mut tag = Tag {
        name: html[..end].to_ascii_lowercase(),
        attributes: Vec::new(),
        content: String::new(),
    };
    let mut rest = &html[end..];
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if rest.is_empty() {
            return (tag, rest);
        }
        if let Some(after) = rest.strip_prefix('>') {
            return (tag, after);
        }
        let end = rest
            .find(|c: char| c.is_whitespace() || "=>/".contains(c))
            .unwrap_or(rest.len());
        let name = rest[..end].to_ascii_lowercase();
        rest = &rest[end..];
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
            (value, rest) = match quote {
                Some(quote) => after[1..].split_once(quote).unwrap_or((after, "")),
                None => after.split_at(
                    after
                        .find(|c: char| c.is_whitespace() || c == '>')
                        .unwrap_or(after.len()),
                ),
            };
        }
        tag.attributes.push((name, unescape(value)));
    }
}

pub fn unescape(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#x27;", "'")
        .replace("&#39;", "'")
        .replace("&#x2F;", "/")
        .replace("&amp;", "&")
}
