//! Tests of the scripts in the head of every page: the files of islands, and the links that the browser prefetches.

use crate::{common::*, on_every_database};
use app::{Assets, WasmBundle};

on_every_database!(
    a_page_requests_the_modules_of_its_islands,
    only_pages_without_effect_and_without_passwords_are_prefetched,
);

/// The content of the first script of this type.
fn script(page: &Answer, kind: &str) -> String {
    let scripts = html::tags(&page.body).into_iter().filter(|tag| tag.name == "script");
    let mut of_kind = scripts.filter(|tag| tag.attribute("type") == Some(kind));
    of_kind
        .next()
        .unwrap_or_else(|| panic!("a script of type {kind}"))
        .content
}

async fn a_page_requests_the_modules_of_its_islands(app: TestApp) {
    let bundle = WasmBundle {
        modules: [
            ("live_class_loader_42".to_owned(), vec!["/pkg/live.wasm".to_owned()]),
            ("chunk_1".to_owned(), Vec::new()),
        ]
        .into(),
        ..WasmBundle::default()
    };
    let app = app.with(|config| config.site.assets = Assets::new(String::new(), bundle));
    let scripts = script(&app.browser().opens("/").await, "module");
    assert!(scripts.contains(r#"{"LiveClass":["/pkg/live.wasm"]});"#), "{scripts}");
}

async fn only_pages_without_effect_and_without_passwords_are_prefetched(app: TestApp) {
    let rules = script(&app.browser().opens("/").await, "speculationrules");
    let rules: serde_json::Value = serde_json::from_str(&rules).unwrap();
    let conditions = &rules["prefetch"][0]["where"]["and"];
    let links = conditions[0]["href_matches"].as_array().unwrap();
    let links: Vec<&str> = links.iter().filter_map(|link| link.as_str()).collect();
    // Opening the set-up is a stage, and the pages of links in mails and messages have buttons of their own.
    for path in ["/set-up", "/teach", "/phone", "/confirm-email", "/*"] {
        assert!(!links.iter().any(|link| link.starts_with(path)), "{path}");
    }
    assert!(conditions[1]["not"].to_string().contains("/classes/*/handouts*"));
    assert_eq!(rules["prefetch"][0]["eagerness"], "conservative");
}
