//! Renders the whole API documentation page from the OpenAPI description as JSON.

use super::{
    html::{escaped, linked, prose, table},
    schema::{fields, kind, resolved},
};
use crate::api::problem::Code;
use serde_json::Value;
use std::fmt::Write as _;
use texts::Texts;

pub struct Frame<'a> {
    pub texts: Texts,
    pub lang: &'a str,
    pub theme: Option<&'static str>,
    pub stylesheet: &'a str,
    pub description: &'a Value,
    /// All paths, in the order in which the page lists them.
    pub paths: &'a [&'a str],
    pub codes: &'a [Code],
}

const METHODS: [&str; 5] = ["get", "post", "patch", "put", "delete"];

/// An operation: its method, its path and its part of the description.
struct Call<'a> {
    method: &'static str,
    path: &'a str,
    call: &'a Value,
}

impl Call<'_> {
    fn anchor(&self) -> &str {
        self.call["operationId"].as_str().unwrap_or_default()
    }

    fn is_of(&self, tag: &str) -> bool {
        self.call["tags"]
            .as_array()
            .into_iter()
            .flatten()
            .any(|known| known == tag)
    }
}

pub fn html(frame: &Frame<'_>) -> String {
    let Frame { texts, lang, .. } = frame;
    let theme = frame
        .theme
        .map(|theme| format!(" data-theme=\"{theme}\""))
        .unwrap_or_default();
    let (title, site, css) = (texts.api_title(), texts.site_name(), frame.stylesheet);
    let text = frame.description["info"]["description"].as_str().unwrap_or_default();
    format!(
        "<!DOCTYPE html><html lang=\"{lang}\"{theme}><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\"><title>{title} · {site}</title>\
         <link rel=\"icon\" href=\"/favicon.svg\"><link rel=\"stylesheet\" href=\"{css}\"></head>\
         <body><a class=\"skip\" href=\"#main\">{skip}</a>\
         <header class=\"site-header\"><a class=\"brand\" href=\"/\">\
         <img class=\"mark\" src=\"/favicon.svg\" alt=\"\" width=\"28\" height=\"28\"><span>{site}</span></a></header>\
         <main class=\"page api\" id=\"main\"><header class=\"api-head\"><h1>{title}</h1><p class=\"lead\">{lead}</p>\
         <p class=\"row\"><a class=\"button\" href=\"/api/openapi.json\">{file}</a></p></header>\
         <div class=\"api-columns\"><nav aria-label=\"{contents}\">{nav}</nav>\
         <div><div class=\"intro\" lang=\"en\"><p>{text}</p></div>{calls}\
         <section lang=\"en\"><h2 id=\"schemas\">Schemas</h2>{schemas}</section>\
         <section><h2 id=\"codes\">{codes_title}</h2>{codes}</section></div></div></main></body></html>",
        skip = texts.site_skip(),
        lead = texts.api_lead(),
        file = texts.api_file(),
        contents = texts.api_contents(),
        nav = contents(frame),
        text = prose(text),
        calls = sections(frame),
        schemas = schemas(frame.description),
        codes_title = texts.api_codes(),
        codes = codes(frame.codes),
    )
}

fn calls<'a>(frame: &Frame<'a>) -> Vec<Call<'a>> {
    let paths = &frame.description["paths"];
    frame
        .paths
        .iter()
        .flat_map(|path| {
            METHODS.into_iter().filter_map(move |method| {
                let call = paths[*path].get(method)?;
                Some(Call { method, path, call })
            })
        })
        .collect()
}

fn tags(description: &Value) -> impl Iterator<Item = (&str, &str)> {
    let tags = description["tags"].as_array().into_iter().flatten();
    tags.filter_map(|tag| Some((tag["name"].as_str()?, tag["description"].as_str().unwrap_or_default())))
}

fn contents(frame: &Frame<'_>) -> String {
    let mut html = String::new();
    for (tag, _) in tags(frame.description) {
        let _ = write!(html, "<p lang=\"en\">{}</p><ul lang=\"en\">", escaped(tag));
        for call in calls(frame).iter().filter(|call| call.is_of(tag)) {
            let summary = call.call["summary"].as_str().unwrap_or_default();
            let _ = write!(html, "<li>{}</li>", linked(call.anchor(), summary));
        }
        html.push_str("</ul>");
    }
    let _ = write!(
        html,
        "<ul><li lang=\"en\">{}</li><li>{}</li></ul>",
        linked("schemas", "Schemas"),
        linked("codes", frame.texts.api_codes())
    );
    html
}

fn sections(frame: &Frame<'_>) -> String {
    let mut html = String::new();
    for (tag, text) in tags(frame.description) {
        let _ = write!(
            html,
            "<section lang=\"en\"><h2>{}</h2><p>{}</p>",
            escaped(tag),
            prose(text)
        );
        for call in calls(frame).iter().filter(|call| call.is_of(tag)) {
            html.push_str(&article(call, frame.description));
        }
        html.push_str("</section>");
    }
    html
}

fn article(call: &Call<'_>, description: &Value) -> String {
    let Call {
        method,
        path,
        call: said,
    } = call;
    let mut html = format!(
        "<article class=\"card call\" id=\"{}\"><h3>{}</h3><p class=\"address\"><span class=\"method {method}\">{}</span> \
         <code>{}</code></p>",
        escaped(call.anchor()),
        escaped(said["summary"].as_str().unwrap_or_default()),
        method.to_uppercase(),
        escaped(path),
    );
    if let Some(text) = said["description"].as_str() {
        let _ = write!(html, "<p>{}</p>", prose(text));
    }
    let schemes = said["security"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_object);
    let schemes: Vec<String> = schemes
        .flat_map(|one| one.keys())
        .map(|name| format!("<code>{}</code>", escaped(name)))
        .collect();
    if !schemes.is_empty() {
        let _ = write!(html, "<p class=\"wants\">Wants one of {}</p>", schemes.join(", "));
    }
    let parameters = said["parameters"].as_array().into_iter().flatten();
    let rows = parameters.map(|parameter| {
        let name = parameter["name"].as_str().unwrap_or_default().to_owned();
        let text = parameter["description"].as_str().unwrap_or_default();
        let place = parameter["in"].as_str().unwrap_or_default();
        (
            name,
            kind(&parameter["schema"]),
            parameter["required"] == true,
            format!("{text} ({place})"),
        )
    });
    html.push_str(&table("Parameters", rows.collect()));
    let body = &said["requestBody"]["content"]["application/json"]["schema"];
    if body.is_object() {
        html.push_str(&table("JSON body", fields(resolved(body, description))));
    }
    html.push_str(&answers(said));
    html.push_str("</article>");
    html
}

fn answers(said: &Value) -> String {
    let mut html =
        String::from("<h4>Answers</h4><div class=\"table-scroll\" tabindex=\"0\"><table class=\"table\"><tbody>");
    for (status, answer) in said["responses"].as_object().into_iter().flatten() {
        let content = answer["content"].as_object().into_iter().flatten();
        let kinds: Vec<String> = content
            .map(|(media, content)| match content["schema"]["$ref"].is_string() {
                true => kind(&content["schema"]),
                false => format!("<code>{}</code>", escaped(media)),
            })
            .collect();
        let text = answer["description"].as_str().unwrap_or_default();
        let class = if status.starts_with('2') { "well" } else { "refused" };
        let _ = write!(
            html,
            "<tr><th scope=\"row\"><span class=\"status {class}\">{}</span></th><td>{}</td><td>{}</td></tr>",
            escaped(status),
            prose(text),
            kinds.join(" ")
        );
    }
    html.push_str("</tbody></table></div>");
    html
}

fn schemas(description: &Value) -> String {
    let mut html = String::new();
    for (name, schema) in description["components"]["schemas"].as_object().into_iter().flatten() {
        let name = escaped(name);
        let _ = write!(
            html,
            "<article class=\"card call\" id=\"schema-{name}\"><h3>{name}</h3>"
        );
        if let Some(text) = schema["description"].as_str() {
            let _ = write!(html, "<p>{}</p>", prose(text));
        }
        html.push_str(&table("Fields", fields(schema)));
        let values: Vec<String> = schema["enum"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .map(|value| format!("<code>{}</code>", escaped(value)))
            .collect();
        if !values.is_empty() {
            let _ = write!(html, "<p>{}</p>", values.join(", "));
        }
        html.push_str("</article>");
    }
    html
}

fn codes(codes: &[Code]) -> String {
    let mut html = String::from("<div class=\"table-scroll\" tabindex=\"0\"><table class=\"table\"><tbody>");
    for Code { code, status, detail } in codes {
        let _ = write!(
            html,
            "<tr id=\"{code}\"><th scope=\"row\"><code>{code}</code></th><td><span class=\"status refused\">{status}</span></td><td>{}</td></tr>",
            escaped(detail)
        );
    }
    html.push_str("</tbody></table></div>");
    html
}
