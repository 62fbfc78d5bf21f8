//! Build script: generates one Rust function per text from the locale files, and the sections of the teacher's guide.
//!
//! The build fails if a key is missing in one language, if the placeholders of a text differ between languages, or if
//! the guide does not have the same structure in all languages. Keys that the code does not use are found by
//! `tools/check/check-locales.py`.

#![expect(clippy::expect_used, reason = "a build that cannot go on stops, and says where")]
#![expect(clippy::print_stdout, reason = "a build script prints its instructions to cargo")]

mod guide;
mod locales;

use std::{env, fs, path::Path};

const LOCALES: [&str; 3] = ["en", "ru", "fr"];

/// Reads a file of texts in this language. In French, a space stands before some marks and inside of quotation marks.
/// These spaces become no-break spaces, because a line must not begin with such a mark.
fn read_texts(locale: &str, path: &str) -> String {
    println!("cargo::rerun-if-changed={path}");
    let source = fs::read_to_string(path).expect(path);
    if locale != "fr" {
        return source;
    }
    let mut french = source.replace(" :", "\u{a0}:").replace("« ", "«\u{202f}");
    for mark in [";", "?", "!", "»"] {
        french = french.replace(&format!(" {mark}"), &format!("\u{202f}{mark}"));
    }
    french
}

fn main() {
    let files = locales::read();
    let out = env::var("OUT_DIR").expect("OUT_DIR is set by cargo");
    let write = |name: &str, code: String| fs::write(Path::new(&out).join(name), code).expect("OUT_DIR is writable");
    write("texts.rs", locales::functions(&files));
    if env::var_os("CARGO_FEATURE_GUIDE").is_some() {
        write("guide.rs", guide::sections(&files));
    }
}
