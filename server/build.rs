//! Embeds the built site into the executable if the feature `embedded-site` is on.
//!
//! The script writes `site.rs`: the list of the site's files, sorted by name, each with its compressed copies. Without
//! the feature the list is empty, and the server reads the site from a folder.
//!
//! An executable for Windows also gets its icon, its name and its version.

#![expect(clippy::unwrap_used, reason = "a build that cannot go on has failed")]

use std::{
    env,
    fmt::Write as _,
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
};

/// Environment variable that names the folder made by `tools/dist/dist.sh`. That folder holds `hash.txt` and the folder
/// `site`.
const READY: &str = "STEPWISE_SITE";
/// Environment variable that names the object file with icon, name and version, made by `tools/dist/platform/compile.sh`.
/// It is no argument of cargo, because its folder differs between machines and would be part of the hash of the crate.
const RESOURCES: &str = "STEPWISE_RESOURCES";

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed={READY}");
    println!("cargo::rerun-if-env-changed={RESOURCES}");
    if let Ok(resources) = env::var(RESOURCES) {
        println!("cargo::rerun-if-changed={resources}");
        println!("cargo::rustc-link-arg-bins={resources}");
    }
    let mut files = Vec::new();
    if env::var_os("CARGO_FEATURE_EMBEDDED_SITE").is_some() {
        let ready = env::var(READY).unwrap_or_else(|_| panic!("{READY} has to name the folder of the ready site"));
        println!("cargo::rerun-if-changed={ready}");
        let ready = PathBuf::from(ready);
        find(&ready.join("site"), "", &mut files);
        files.push((String::new(), ready.join("hash.txt")));
    }
    files.sort();
    let mut list = String::from("pub static FILES: &[File] = &[\n");
    for (name, path) in &files {
        let beside = |ending: &str| {
            let compressed = PathBuf::from(format!("{}.{ending}", path.display()));
            match compressed.exists() {
                true => format!("Some(include_bytes!({compressed:?}))"),
                false => "None".to_owned(),
            }
        };
        let mut etag = DefaultHasher::new();
        fs::read(path).unwrap().hash(&mut etag);
        writeln!(
            list,
            "    File {{ name: {name:?}, etag: \"\\\"{:016x}\\\"\", plain: include_bytes!({path:?}), br: {}, gzip: {} }},",
            etag.finish(),
            beside("br"),
            beside("gz")
        )
        .unwrap();
    }
    list.push_str("];\n");
    fs::write(Path::new(&env::var("OUT_DIR").unwrap()).join("site.rs"), list).unwrap();
}

/// Collects all files of a folder, each with the address under which the server serves the file. Compressed copies have
/// no entry of their own, because the entry of the original file includes them. TypeScript declarations are left out,
/// because no browser loads them.
fn find(folder: &Path, address: &str, files: &mut Vec<(String, PathBuf)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("{address}/{}", path.file_name().unwrap().to_str().unwrap());
        if path.is_dir() {
            find(&path, &name, files);
        } else if ![".br", ".gz", ".ts"].iter().any(|ending| name.ends_with(ending)) {
            files.push((name, path.canonicalize().unwrap()));
        }
    }
}
