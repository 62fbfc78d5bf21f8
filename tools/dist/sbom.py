#!/usr/bin/env python3
"""Writes and checks the SBOM (CycloneDX 1.5): the crates that are linked into the executable, for the server and for the
browser, with licences, checksums and dependencies. npm packages are only tools, so the list contains none.

    sbom.py write FILE [EXECUTABLE [TARGET]]   write the list, with the checksum of the executable
    sbom.py check FILE [EXECUTABLE]            fail if the list is not valid, not complete, or of another executable
    sbom.py check                              create a list and check it
TARGET is the platform of the executable, such as x86_64-pc-windows-gnu. Without it the list is for this machine.

The same sources give the same bytes: the list contains no time except SOURCE_DATE_EPOCH, and no path of this machine."""

import collections
import datetime
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys
import tomllib
import uuid

ROOT = pathlib.Path(__file__).resolve().parents[2]
BROWSER_TARGET = "wasm32-unknown-unknown"
# The two parts of the executable, and the crate of each.
PARTS = {"server": "server", "browser": "frontend"}
PACKAGE = re.compile(r"^(?P<depth>\d+)(?P<name>\S+) v(?P<version>\S+)")
NAMESPACE = uuid.UUID("6f6a9a0c-54a5-5b0e-9a3c-5c1f6c8d1b7e")


def output_of(*command: str) -> str:
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def host() -> str:
    return re.search(r"^host: (.+)$", output_of(os.environ.get("RUSTC", "rustc"), "-vV"), re.M)[1]


def linked(part: str, server_target: str) -> dict[tuple, set]:
    """Every crate that is linked into this part, with its dependencies. Macros and build scripts are not linked."""
    target = BROWSER_TARGET if part == "browser" else server_target
    which = ["--locked", "--package", PARTS[part], "--target", target, "--edges", "normal,no-proc-macro"]
    tree = output_of("cargo", "tree", *which, "--prefix", "depth")
    needs, path = {}, []
    for line in tree.splitlines():
        if not line.strip():
            continue
        found = PACKAGE.match(line)
        crate, depth = (found["name"], found["version"]), int(found["depth"])
        del path[depth:]
        if path:
            needs[path[-1]].add(crate)
        path.append(crate)
        needs.setdefault(crate, set())
    return needs


def reference(crate: tuple) -> str:
    return f"{crate[0]}@{crate[1]}"


def licences(expression: str | None) -> list:
    if not expression:
        return []
    # Older crates write a slash instead of the "OR" of an SPDX expression.
    expression = re.sub(r"\s*/\s*", " OR ", expression)
    if re.fullmatch(r"[\w.+-]+", expression):
        return [{"license": {"id": expression}}]
    return [{"expression": expression}]


def component(crate: tuple, package: dict, checksum: str | None, parts: list[str]) -> dict:
    made = {"type": "library", "bom-ref": reference(crate), "name": crate[0], "version": crate[1], "scope": "required"}
    if package.get("description"):
        made["description"] = " ".join(package["description"].split())
    made["licenses"] = licences(package["license"])
    # Crates of the workspace have no checksum and no purl, because they are in no registry. A purl (package URL) with
    # their name would be that of another project.
    if checksum:
        made["hashes"] = [{"alg": "SHA-256", "content": checksum}]
        made["purl"] = f"pkg:cargo/{crate[0]}@{crate[1].replace('+', '%2B')}"
    if (package.get("repository") or "").startswith("https://"):
        made["externalReferences"] = [{"type": "vcs", "url": package["repository"]}]
    made["properties"] = [{"name": "stepwise:part", "value": part} for part in parts]
    return made


def sha256(path: pathlib.Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def make(executable: pathlib.Path | None, target: str) -> dict:
    metadata = json.loads(output_of("cargo", "metadata", "--locked", "--format-version", "1"))
    packages = {(package["name"], package["version"]): package for package in metadata["packages"]}
    lock = tomllib.loads((ROOT / "Cargo.lock").read_text())
    checksums = {(crate["name"], crate["version"]): crate.get("checksum") for crate in lock["package"]}
    needs, parts = collections.defaultdict(set), collections.defaultdict(list)
    for part in PARTS:
        for crate, others in linked(part, target).items():
            needs[crate] |= others
            parts[crate].append(part)
    roots = sorted(reference(crate) for crate in needs if crate[0] in PARTS.values() and not checksums[crate])
    own = next(package for package in metadata["packages"] if package["name"] == "server" and package["source"] is None)
    program = {"type": "application", "bom-ref": "stepwise", "name": "stepwise", "version": own["version"]}
    program["licenses"] = licences(own["license"])
    if executable:
        program["hashes"] = [{"alg": "SHA-256", "content": sha256(executable)}]
    components = [component(crate, packages[crate], checksums[crate], parts[crate]) for crate in sorted(needs)]
    dependencies = [{"ref": "stepwise", "dependsOn": roots}]
    dependencies += [{"ref": reference(crate), "dependsOn": sorted(map(reference, needs[crate]))} for crate in sorted(needs)]
    about = {"tools": {"components": [{"type": "application", "name": "tools/dist/sbom.py"}]}, "component": program}
    if moment := os.environ.get("SOURCE_DATE_EPOCH"):
        about["timestamp"] = datetime.datetime.fromtimestamp(int(moment), datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    listed = {"metadata": about, "components": components, "dependencies": dependencies}
    serial = uuid.uuid5(NAMESPACE, json.dumps(listed, sort_keys=True))
    return {"bomFormat": "CycloneDX", "specVersion": "1.5", "serialNumber": f"urn:uuid:{serial}", "version": 1} | listed


def faults(listed: dict, executable: pathlib.Path | None) -> list[str]:
    """Checks the rules of CycloneDX, and that the list is complete."""
    found = []

    def must(holds, what):
        if not holds:
            found.append(what)

    must(listed.get("bomFormat") == "CycloneDX" and listed.get("specVersion") == "1.5", "it is not CycloneDX 1.5")
    must(re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", listed.get("serialNumber", "")), "the serial number")
    must(listed.get("version") == 1, "the version")
    program = listed["metadata"]["component"]
    must(program["type"] == "application" and program["name"] == "stepwise" and program["version"], "the described program")
    if executable:
        wanted = [{"alg": "SHA-256", "content": sha256(executable)}]
        must(program.get("hashes") == wanted, "it is the list of another executable")
    references = [part["bom-ref"] for part in listed["components"]]
    must(len(references) == len(set(references)), "a component is listed twice")
    for part in listed["components"]:
        name = part["bom-ref"]
        must(part["type"] == "library" and part["name"] and part["version"], f"{name}: type, name and version")
        must(part["licenses"], f"{name}: no licence")
        outside = "purl" in part
        must(not outside or part["purl"].startswith("pkg:cargo/"), f"{name}: purl")
        must(not outside or re.fullmatch(r"[0-9a-f]{64}", part["hashes"][0]["content"]), f"{name}: checksum")
    named = {entry["ref"] for entry in listed["dependencies"]}
    must(named == {"stepwise", *references}, "the dependencies are not those of the components")
    reached, waiting = set(), ["stepwise"]
    needs = {entry["ref"]: entry["dependsOn"] for entry in listed["dependencies"]}
    while waiting:
        if (one := waiting.pop()) not in reached:
            reached.add(one)
            waiting += needs.get(one, ["?"])
    must(reached == named, f"not reachable, or not listed: {sorted(reached ^ named)}")
    for crate in ("axum", "leptos", "sea-orm", "libsqlite3-sys", "aws-lc-sys", "wasm-bindgen"):
        must(any(part["name"] == crate for part in listed["components"]), f"{crate} is missing")
    must("proptest" not in {part["name"] for part in listed["components"]}, "a crate of the tests is listed")
    text = json.dumps(listed)
    must(str(ROOT) not in text and str(pathlib.Path.home()) not in text, "it contains a path of this machine")
    return found


def main() -> None:
    act, *paths = sys.argv[1:]
    executable = pathlib.Path(paths[1]) if len(paths) > 1 else None
    target = paths[2] if len(paths) > 2 else host()
    if act == "write":
        pathlib.Path(paths[0]).write_text(json.dumps(make(executable, target), indent=1, ensure_ascii=False) + "\n")
    listed = json.loads(pathlib.Path(paths[0]).read_text()) if paths else make(None, target)
    found = faults(listed, executable)
    print("\n".join(found) or f"{len(listed['components'])} components, CycloneDX {listed['specVersion']}")
    sys.exit(bool(found))


main()
