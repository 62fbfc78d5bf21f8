//! Lays the ready site into the program where the feature `embedded-site` asks for it: a list of files in the order of
//! their names, each with what the build has compressed beside it. Without the feature the list is empty, and the
//! server finds its site in a folder.

#![expect(clippy::unwrap_used, reason = "a build that cannot go on has failed")]

use std::{
    env,
    fmt::Write as _,
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
};

/// Names what `tools/dist.sh` has built: `hash.txt`, and beside it `site/`.
const READY: &str = "STEPWISE_SITE";

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed={READY}");
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
        let mut mark = DefaultHasher::new();
        fs::read(path).unwrap().hash(&mut mark);
        writeln!(
            list,
            "    File {{ name: {name:?}, mark: \"\\\"{:016x}\\\"\", plain: include_bytes!({path:?}), br: {}, gzip: {} }},",
            mark.finish(),
            beside("br"),
            beside("gz")
        )
        .unwrap();
    }
    list.push_str("];\n");
    fs::write(Path::new(&env::var("OUT_DIR").unwrap()).join("site.rs"), list).unwrap();
}

/// Everything in a folder, by the address under which it is served; what is only a compressed copy, or for
/// programmers, is left out.
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
