//! A rule for style sheets that keeps boards fast.

use std::{fs, path::Path};

/// Each change inside an element makes the browser style the whole element again if a selector with `:has` is about it.
/// On a board this took a quarter of a second for every badge. Classes say the same: `app::islands::board`.
#[test]
fn no_selector_asks_what_a_table_or_the_whole_page_contains() {
    let mut sheets = 0;
    visit(Path::new("../style"), &mut |name, sheet| {
        sheets += 1;
        for (before, _) in sheet.match_indices(":has(").map(|(at, _)| sheet.split_at(at)) {
            let subject = before.rsplit([' ', '\n', ',', '>', '(']).next().unwrap_or_default();
            let element = subject.split(['.', '#', ':', '[']).next().unwrap_or_default();
            let is_big = ["html", "body", "main", "table", "tbody"].contains(&element) || subject.starts_with(":root");
            assert!(!is_big, "{name}: {subject}:has(..)");
        }
    });
    assert!(sheets > 20, "{sheets}");
}

fn visit(folder: &Path, look: &mut impl FnMut(&str, &str)) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            visit(&path, look);
        } else if path.extension().is_some_and(|extension| extension == "css") {
            look(&path.display().to_string(), &fs::read_to_string(&path).unwrap());
        }
    }
}
