//! Writes JSON schemas in short form for the API documentation page: `string`, `[Seat]`, `number or null`.

use super::html::{Row, escaped, linked};
use serde_json::Value;

/// The last part of a reference, which is the name of the schema.
fn name(reference: &str) -> &str {
    reference.rsplit('/').next().unwrap_or_default()
}

/// The type of a value in short form, as HTML.
pub fn kind(schema: &Value) -> String {
    if let Some(reference) = schema["$ref"].as_str() {
        return linked(&format!("schema-{}", name(reference)), name(reference));
    }
    for several in ["oneOf", "anyOf", "allOf"] {
        if let Some(all) = schema[several].as_array() {
            return all.iter().map(kind).collect::<Vec<_>>().join(" or ");
        }
    }
    let one = |kind: &str| match (kind, schema["format"].as_str()) {
        ("array", _) => format!("[{}]", self::kind(&schema["items"])),
        ("string", Some(format)) => escaped(format),
        (kind, _) => escaped(kind),
    };
    match &schema["type"] {
        Value::String(kind) => one(kind),
        Value::Array(kinds) => {
            let kinds: Vec<String> = kinds.iter().filter_map(Value::as_str).map(one).collect();
            kinds.join(" or ")
        }
        _ => "value".to_owned(),
    }
}

/// The fields of an object schema, as rows of a table.
pub fn fields(schema: &Value) -> Vec<Row> {
    let required: Vec<&str> = schema["required"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let fields = schema["properties"].as_object().into_iter().flatten();
    fields
        .map(|(field, schema)| {
            let text = schema["description"].as_str().unwrap_or_default().to_owned();
            (field.clone(), kind(schema), required.contains(&field.as_str()), text)
        })
        .collect()
}

/// The schema itself, or the one that its `$ref` names.
pub fn resolved<'a>(schema: &'a Value, description: &'a Value) -> &'a Value {
    match schema["$ref"].as_str() {
        Some(reference) => &description["components"]["schemas"][name(reference)],
        None => schema,
    }
}
