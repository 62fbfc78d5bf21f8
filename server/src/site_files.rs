//! The names of the site's files: with the hash of their content, where the build has hashed them.

use app::Assets;
use leptos::config::LeptosOptions;
use std::{fs, path::Path};

pub fn assets(leptos: &LeptosOptions, beside: &Path) -> Assets {
    let hashes = match leptos.hash_files {
        true => fs::read_to_string(beside.join(&*leptos.hash_file)).unwrap_or_default(),
        false => String::new(),
    };
    let (package, name) = (&leptos.site_pkg_dir, &leptos.output_name);
    let file = |kind: &str| match hash_of(&hashes, kind) {
        Some(hash) => format!("/{package}/{name}.{hash}.{kind}"),
        None => format!("/{package}/{name}.{kind}"),
    };
    Assets {
        css: file("css"),
        js: file("js"),
        wasm: file("wasm"),
    }
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
