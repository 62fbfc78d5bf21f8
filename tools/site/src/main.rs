//! Splits the WebAssembly of the browser part into the main module and the modules of the lazy islands, and writes the
//! JavaScript that connects them.
//!     stepwise-modules INPUT.wasm FOLDER NAME
//! Writes `NAME.wasm`, `NAME.js`, the other modules, and the list of the modules of each lazy island.

use anyhow::{Context, Result, anyhow};
use std::{collections::BTreeMap, env, fs, path::Path};
use wasm_bindgen_cli_support::Bindgen;
use wasm_split_cli_support::{Options, transform};

/// The script that loads modules. Its underscores are replaced by a hash that has the same length, because the modules
/// contain the name.
const LOADER: &str = "./__wasm_split.______________________.js";
const MANIFEST: &str = "__wasm_split_manifest.json";

fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [input, folder, name] = arguments.as_slice() else {
        return Err(anyhow!("usage: stepwise-modules INPUT.wasm FOLDER NAME"));
    };
    let folder = Path::new(folder);
    let main_module = split(Path::new(input), folder, name)?;
    connect(&main_module, folder, name)
}

/// Returns the main module, which is not connected yet.
fn split(input: &Path, folder: &Path, name: &str) -> Result<std::path::PathBuf> {
    let wasm = fs::read(input).with_context(|| format!("{} cannot be read", input.display()))?;
    let main_module = input.with_file_name(format!("{name}_split.wasm"));
    let script = format!("./{name}.js");
    let mut options = Options::new(&wasm);
    options.output_dir = folder;
    options.main_out_path = &main_module;
    options.main_module = &script;
    options.link_name = LOADER;
    let modules = transform(options).map_err(|error| anyhow!("{error:?}"))?;
    let by_name: BTreeMap<_, _> = modules.prefetch_map.iter().collect();
    fs::write(folder.join(MANIFEST), serde_json::to_string(&by_name)?)?;
    let loader = folder.join(LOADER);
    fs::write(&loader, in_fixed_order(&fs::read_to_string(&loader)?))?;
    Ok(main_module)
}

/// Sorts the names of what the modules share. The library lists them in the order of a hash map, which differs from run to
/// run. The names of all files contain a hash of their content, so the same sources would give other files.
fn in_fixed_order(script: &str) -> String {
    script.lines().map(|line| sorted_names(line) + "\n").collect()
}

/// Sorts the names in braces in a line such as `const { b, a } = f();`.
fn sorted_names(line: &str) -> String {
    let is_name = |name: &&str| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "_$".contains(c));
    let list = line
        .split_once('{')
        .and_then(|(before, rest)| Some((before, rest.split_once('}')?)));
    let Some((before, (list, after))) = list else {
        return line.to_owned();
    };
    let mut names: Vec<&str> = list.split(',').map(str::trim).filter(|name| !name.is_empty()).collect();
    if names.is_empty() || !names.iter().all(is_name) {
        return line.to_owned();
    }
    names.sort_unstable();
    format!("{before}{{ {} }}{after}", names.join(", "))
}

fn connect(main_module: &Path, folder: &Path, name: &str) -> Result<()> {
    Bindgen::new()
        .input_path(main_module)
        .out_name(name)
        .web(true)?
        .keep_lld_exports(true)
        .demangle(false)
        .typescript(false)
        .generate(folder)?;
    fs::rename(
        folder.join(format!("{name}_bg.wasm")),
        folder.join(format!("{name}.wasm")),
    )?;
    Ok(())
}
