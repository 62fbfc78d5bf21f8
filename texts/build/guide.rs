//! Compiles the teacher's guide (`guide/*.md`) into sections of HTML.
//!
//! A heading `## Title {#id}` begins a section. `{#id .closed}` marks a section that the page shows only when the
//! teacher opens it. `{{key}}` stands for the text with this key in the locale files, so that the guide names buttons
//! as the pages do.

use super::{
    LOCALES,
    locales::{Locale, Text},
    read_texts,
};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, html};

struct Guide {
    title: String,
    lead: String,
    sections: Vec<Section>,
    /// Sections, headings, rows and list items in their order, for the comparison of languages.
    outline: Vec<String>,
}

struct Section {
    id: String,
    title: String,
    closed: bool,
    html: String,
}

/// Generates the constant `GUIDES`, with the guides in the order of `LOCALES`.
pub fn sections(files: &[Locale; 3]) -> String {
    let mut guides = Vec::new();
    for (locale, texts) in LOCALES.iter().zip(files) {
        let path = format!("guide/{locale}.md");
        let markdown = read_texts(locale, &path);
        guides.push(read(&path, &with_texts(&path, &markdown, texts)));
    }
    for (locale, guide) in LOCALES.iter().zip(&guides).skip(1) {
        compare(locale, &guides[0].outline, &guide.outline);
    }
    let guides: Vec<String> = guides.iter().map(constant).collect();
    format!("const GUIDES: [Guide; {}] = [{}];\n", guides.len(), guides.join(", "))
}

/// Replaces each `{{key}}` by the text of the locale file.
fn with_texts(path: &str, markdown: &str, texts: &Locale) -> String {
    let mut parts = markdown.split("{{");
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (key, rest) = part.split_once("}}").expect(path);
        let Some(Text::Plain(text)) = texts.get(key) else {
            panic!("{path}: the locale file has no plain text {key:?}")
        };
        filled.push_str(text);
        filled.push_str(rest);
    }
    filled
}

fn read(path: &str, markdown: &str) -> Guide {
    let mut chapters = markdown.split("\n## ");
    let (title, lead) = chapters.next().and_then(|head| head.split_once('\n')).expect(path);
    let mut outline = Vec::new();
    let lead = rendered(path, lead, &mut outline);
    let sections = chapters.map(|chapter| {
        let (heading, body) = chapter.split_once('\n').expect(path);
        let (title, attributes) = heading
            .strip_suffix('}')
            .and_then(|heading| heading.split_once(" {#"))
            .unwrap_or_else(|| panic!("{path}: the section {heading:?} has no id"));
        outline.push(format!("section {attributes}"));
        let (id, closed) = match attributes.strip_suffix(" .closed") {
            Some(id) => (id, true),
            None => (attributes, false),
        };
        Section {
            id: id.to_owned(),
            title: title.to_owned(),
            closed,
            html: rendered(path, body, &mut outline),
        }
    });
    Guide {
        title: title.trim_start_matches("# ").to_owned(),
        lead,
        sections: sections.collect(),
        outline,
    }
}

fn compare(locale: &str, expected: &[String], found: &[String]) {
    let differing = expected.iter().zip(found).find(|(expected, found)| expected != found);
    assert!(
        differing.is_none(),
        "guide/{locale}.md differs from guide/en.md: {differing:?}"
    );
    assert!(
        expected.len() == found.len(),
        "guide/{locale}.md has {} parts, guide/en.md has {}",
        found.len(),
        expected.len()
    );
}

/// Converts Markdown to HTML. Cells of tables carry the heading of their column, which small screens show beside them.
fn rendered(path: &str, markdown: &str, outline: &mut Vec<String>) -> String {
    let mut columns: Vec<String> = Vec::new();
    let mut column = 0;
    let mut in_head = false;
    let options = Options::ENABLE_TABLES | Options::ENABLE_HEADING_ATTRIBUTES;
    let events = Parser::new_ext(markdown, options).map(|event| {
        let tag = match &event {
            Event::Start(Tag::Heading { id, .. }) => {
                let id = id.as_deref().unwrap_or_else(|| panic!("{path}: a heading has no id"));
                outline.push(format!("heading {id}"));
                return event;
            }
            Event::Start(Tag::Item) => {
                outline.push("item".to_owned());
                return event;
            }
            Event::Text(text) | Event::Code(text) if in_head => {
                if let Some(column) = columns.last_mut() {
                    column.push_str(text);
                }
                return event;
            }
            Event::Start(Tag::Table(_)) => {
                columns.clear();
                "<table class=\"table\">".to_owned()
            }
            Event::End(TagEnd::Table) => "</tbody></table>".to_owned(),
            Event::Start(Tag::TableHead) => {
                in_head = true;
                "<thead><tr>".to_owned()
            }
            Event::End(TagEnd::TableHead) => {
                in_head = false;
                "</tr></thead><tbody>".to_owned()
            }
            Event::Start(Tag::TableRow) => {
                outline.push("row".to_owned());
                column = 0;
                "<tr>".to_owned()
            }
            Event::End(TagEnd::TableRow) => "</tr>".to_owned(),
            Event::Start(Tag::TableCell) if in_head => {
                columns.push(String::new());
                "<th scope=\"col\">".to_owned()
            }
            Event::End(TagEnd::TableCell) if in_head => "</th>".to_owned(),
            Event::Start(Tag::TableCell) => {
                column += 1;
                match column {
                    1 => "<th scope=\"row\">".to_owned(),
                    _ => format!("<td data-label=\"{}\"><div>", columns[column - 1]),
                }
            }
            Event::End(TagEnd::TableCell) => if column == 1 { "</th>" } else { "</div></td>" }.to_owned(),
            _ => return event,
        };
        Event::Html(tag.into())
    });
    let events: Vec<Event> = events.collect();
    let mut rendered = String::new();
    html::push_html(&mut rendered, events.into_iter());
    rendered
}

fn constant(guide: &Guide) -> String {
    let sections = guide.sections.iter().map(|section| {
        let Section {
            id,
            title,
            closed,
            html,
        } = section;
        format!("GuideSection {{ id: {id:?}, title: {title:?}, closed: {closed}, html: {html:?} }}")
    });
    let sections: Vec<String> = sections.collect();
    let Guide { title, lead, .. } = guide;
    format!(
        "Guide {{ title: {title:?}, lead: {lead:?}, sections: &[{}] }}",
        sections.join(", ")
    )
}
