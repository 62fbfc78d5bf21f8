//! Finds the addresses of the site's files. A name contains a hash of the content if the build has added one.

use super::embedded;
use app::{Assets, StyleSheet, WasmBundle};
use leptos::config::LeptosOptions;
use std::{
    collections::BTreeMap,
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::Path,
};

pub fn assets(leptos: &LeptosOptions, beside: &Path) -> Assets {
    let hashes = match (embedded::hashes(), leptos.hash_files) {
        (Some(hashes), _) => hashes.to_owned(),
        (None, true) => fs::read_to_string(beside.join(&*leptos.hash_file)).unwrap_or_default(),
        (None, false) => String::new(),
    };
    let (package, name) = (&leptos.site_pkg_dir, &leptos.output_name);
    let in_package = |name: String| format!("/{package}/{name}");
    let hashed = |name: &str, kind: &str, ending: &str| match hash_of(&hashes, kind) {
        Some(hash) => format!("{name}.{hash}.{ending}"),
        None => format!("{name}.{ending}"),
    };
    let file = |kind: &str| in_package(hashed(name, kind, kind));
    let manifest = hashed("__wasm_split_manifest", "manifest", "json");
    let manifest = match embedded::text(&in_package(manifest.clone())) {
        Some(text) => text.to_owned(),
        // Without the manifest the browser finds the modules one request later.
        None => fs::read_to_string(Path::new(&*leptos.site_root).join(&**package).join(manifest)).unwrap_or_default(),
    };
    let modules: BTreeMap<String, Vec<String>> = serde_json::from_str(&manifest).unwrap_or_default();
    let binary = |file: String| in_package(format!("{file}.wasm"));
    let bundle = WasmBundle {
        js: file("js"),
        wasm: file("wasm"),
        loader: in_package(hashed("__wasm_split", "split", "js")),
        modules: modules
            .into_iter()
            .map(|(module, files)| (module, files.into_iter().map(binary).collect()))
            .collect(),
    };
    let mut assets = Assets::new(file("css"), bundle);
    assets.sheets_version = version_of_sheets(Path::new(&*leptos.site_root));
    assets
}

fn version_of_sheets(root: &Path) -> String {
    let mut version = DefaultHasher::new();
    for sheet in StyleSheet::ALL {
        let path = sheet.path();
        match embedded::text(path) {
            Some(text) => text.hash(&mut version),
            None => fs::read_to_string(root.join(&path[1..]))
                .unwrap_or_default()
                .hash(&mut version),
        }
    }
    format!("{:x}", version.finish())
}

fn hash_of<'a>(hashes: &'a str, kind: &str) -> Option<&'a str> {
    hashes
        .lines()
        .find_map(|line| line.strip_prefix(kind)?.strip_prefix(':'))
        .map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_found_by_its_kind() {
        let hashes = "js: aa\nwasm: bb\ncss: -cc\n";
        assert_eq!(hash_of(hashes, "wasm"), Some("bb"));
        assert_eq!(hash_of(hashes, "css"), Some("-cc"));
        assert_eq!(hash_of(hashes, "map"), None);
    }
}
