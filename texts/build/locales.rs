//! Reads the locale files and generates one function for each text.

use serde_json::Value;
use std::{collections::BTreeMap, fmt::Write as _};

use super::{LOCALES, read_texts};

/// Plural forms (Unicode CLDR), in the order in which `Texts::plural` expects them.
const PLURAL_FORMS: [&str; 4] = ["one", "few", "many", "other"];

pub enum Text {
    Plain(String),
    Plural([String; 4]),
}

/// The texts of one language, by their keys.
pub type Locale = BTreeMap<String, Text>;

/// Reads the locale files, in the order of `LOCALES`. All of them have the same keys.
pub fn read() -> [Locale; 3] {
    let files = LOCALES.map(|locale| {
        let path = format!("locales/{locale}.json");
        let json: Value = serde_json::from_str(&read_texts(locale, &path)).expect(&path);
        let mut texts = BTreeMap::new();
        flatten("", &json, &mut texts);
        texts
    });
    for (locale, texts) in LOCALES.iter().zip(&files) {
        let missing = files[0].keys().find(|key| !texts.contains_key(*key));
        assert!(missing.is_none(), "{locale}.json lacks {missing:?}");
        let extra = texts.keys().find(|key| !files[0].contains_key(*key));
        assert!(extra.is_none(), "{locale}.json has {extra:?}, which en.json has not");
    }
    files
}

/// Generates one function for each text.
pub fn functions(files: &[Locale; 3]) -> String {
    let mut code = String::from("impl Texts {\n");
    for key in files[0].keys() {
        write_function(&mut code, key, [&files[0][key], &files[1][key], &files[2][key]]);
    }
    code.push_str("}\n");
    code
}

fn flatten(prefix: &str, value: &Value, texts: &mut BTreeMap<String, Text>) {
    match value {
        Value::String(text) => {
            texts.insert(prefix.to_owned(), Text::Plain(text.clone()));
        }
        Value::Object(forms) if forms.contains_key("other") => {
            let other = forms["other"].as_str().expect(prefix);
            let form = |name: &str| {
                forms
                    .get(name)
                    .map_or(other, |form| form.as_str().expect(prefix))
                    .to_owned()
            };
            texts.insert(prefix.to_owned(), Text::Plural(PLURAL_FORMS.map(form)));
        }
        Value::Object(section) => {
            for (key, value) in section {
                let path = if prefix.is_empty() {
                    key.clone()
                } else {
                    format!("{prefix}_{key}")
                };
                flatten(&path, value, texts);
            }
        }
        _ => panic!("{prefix} is neither a text nor a section"),
    }
}

fn placeholders(text: &str) -> Vec<String> {
    let mut names: Vec<String> = text
        .split('{')
        .skip(1)
        .filter_map(|rest| Some(rest.split_once('}')?.0.to_owned()))
        .collect();
    names.sort();
    names.dedup();
    names
}

fn write_function(code: &mut String, key: &str, texts: [&Text; 3]) {
    let plural = matches!(texts[0], Text::Plural(_));
    let all: Vec<Vec<&str>> = texts
        .iter()
        .map(|text| match text {
            Text::Plain(text) if !plural => vec![text.as_str()],
            Text::Plural(forms) if plural => forms.iter().map(String::as_str).collect(),
            _ => panic!("{key} counts in one language and not in another"),
        })
        .collect();
    let mut names: Vec<String> = all.iter().flatten().flat_map(|text| placeholders(text)).collect();
    names.sort();
    names.dedup();
    for text in all.iter().flatten() {
        let missing = names
            .iter()
            .find(|name| *name != "count" && !placeholders(text).contains(name));
        assert!(
            missing.is_none(),
            "{key}: the placeholder {missing:?} is missing in {text:?}"
        );
    }
    names.retain(|name| name != "count");
    let mut parameters = String::new();
    let mut values = String::new();
    for name in &names {
        write!(parameters, ", {name}: impl Display").expect("strings grow");
        write!(values, "(\"{name}\", &{name}), ").expect("strings grow");
    }
    let body = match (plural, names.is_empty()) {
        (true, _) => {
            let body = format!("fill(self.plural(count, {all:?}), &[(\"count\", &count), {values}])");
            parameters.insert_str(0, ", count: u64");
            body
        }
        (false, true) => format!("self.pick([{:?}, {:?}, {:?}])", all[0][0], all[1][0], all[2][0]),
        (false, false) => {
            format!(
                "fill(self.pick([{:?}, {:?}, {:?}]), &[{values}])",
                all[0][0], all[1][0], all[2][0]
            )
        }
    };
    let filled = plural || !names.is_empty();
    let result = if filled { "String" } else { "&'static str" };
    let kind = if filled { "fn" } else { "const fn" };
    writeln!(
        code,
        "    pub {kind} {key}(self{parameters}) -> {result} {{\n        {body}\n    }}"
    )
    .expect("strings grow");
}
