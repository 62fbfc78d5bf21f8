#!/usr/bin/env python3
"""Checks docs/SECURITY.md: it contains every fault and requirement, the tests that it names exist, every fault has an attack.

In that page, "`path`: `name`, `name`" names tests: functions of a Rust file, titles of a Playwright spec, attacks of tools/attack."""
import pathlib, re, subprocess, sys

root = pathlib.Path(__file__).resolve().parents[2]
page = root / "docs" / "SECURITY.md"
FAULTS = [str(n) for n in range(1, 33)]
REQUIREMENTS = """2.3.1 2.3.4 3.3.1 3.3.4 3.5.1 3.5.3 6.2.1 6.2.4 6.2.7 6.2.9 6.2.11 6.3.1 6.3.2 6.3.4 6.3.5 6.3.8 6.4.1 6.4.3
6.5.1 6.5.2 6.5.3 6.5.4 6.5.5 6.5.8 6.6.1 6.6.2 6.6.3 7.1.2 7.2.4 7.4.1 7.4.3 7.4.5 7.5.1 7.5.2 8.2.2 9.1.2 9.2.1 9.2.2
9.2.3 14.3.2 16.2.5""".split()
PATH = re.compile(r"[\w.-]+(?:/[\w.-]+)+\.(?:rs|ts)|tools/attack/\w+\.py")
# Marks a requirement that is not implemented yet and has no test.
NOT_YET = "Not here yet:"
faults = []


def attacks_of(text):
    """The numbers of the faults (as text) and the name of each attack in this file."""
    return re.findall(r"^@attack\((.*?)\)\ndef (\w+)\(", text, re.M)


def tests_of(path):
    text = path.read_text()
    if path.suffix == ".ts":
        return set(re.findall(r"\btest(?:\.\w+)?\(\s*(['\"`])(.*?)\1", text)), text
    if path.suffix == ".py":
        return {name for _, name in attacks_of(text)}, text
    names = set()
    for listed in re.findall(r"on_every_(?:database|server)!\((.*?)\);", text, re.S):
        names |= {name.strip() for name in listed.split(",") if name.strip()}
    names |= set(re.findall(r"#\[(?:tokio::)?test[^\]]*\]\s*(?:#\[[^\]]*\]\s*)*(?:async )?fn (\w+)", text))
    # Leaves out names in the list of on_every_*! that are not functions.
    return {name for name in names if re.search(rf"\bfn {name}\(", text)}, text


known = {}


def check_test(place, path, name):
    file = root / path
    if not file.exists():
        faults.append(f"{place}: there is no {path}")
        return
    if path not in known:
        found, _ = tests_of(file)
        known[path] = {title for _, title in found} if file.suffix == ".ts" else found
    if name not in known[path]:
        faults.append(f"{place}: {path} has no test {name!r}")


# A block is a heading with its paragraphs, or one item of a list.
blocks, heading = {}, "the beginning"
for line in page.read_text().splitlines():
    if found := re.match(r"### (\d+)\. ", line):
        heading = f"fault {found[1]}"
    elif found := re.match(r"### (.+)", line):
        heading = f"rule {found[1]}"
    elif line.startswith("#"):
        heading = line.lstrip("# ")
    elif found := re.match(r"- \*\*([\d.]+)\*\*", line):
        heading = f"requirement {found[1]}"
    blocks.setdefault(heading, []).append(line)

count, later = set(), []
for place, lines in blocks.items():
    path, some = None, 0
    for token in re.findall(r"`([^`]+)`", "\n".join(lines).replace("\n  ", " ")):
        if PATH.fullmatch(token):
            path = token
        elif path:
            check_test(place, path, token)
            count.add((path, token))
            some += 1
    if place.startswith(("fault ", "rule ", "requirement ")) and not some:
        if NOT_YET in "\n".join(lines):
            later.append(place)
        else:
            faults.append(f"{place}: no test")

for wanted in [f"fault {n}" for n in FAULTS] + [f"requirement {id}" for id in REQUIREMENTS]:
    if wanted not in blocks:
        faults.append(f"{wanted} is missing")

# `make attack` tries every fault from outside.
attacks = [found for file in sorted((root / "tools" / "attack").glob("*.py")) for found in attacks_of(file.read_text())]
attacked = {number for numbers, _ in attacks for number in re.findall(r"\b\d+\b", numbers)}
for number in FAULTS:
    if number not in attacked:
        faults.append(f"fault {number}: tools/attack has no script that tries it")

# Fault 19: no tracked file contains a key. Tests are left out, because they contain keys for tests only.
tracked = subprocess.run(["git", "ls-files"], cwd=root, capture_output=True, text=True).stdout.split("\n")
for name in tracked:
    file = root / name
    if not name or "/tests/" in name or name.startswith("end2end/") or not file.is_file() or file.suffix in {".woff2", ".png"}:
        continue
    if re.search(r"_KEYS\b[\"']?\s*[:=]\s*[\"']?[\w.-]+:[A-Za-z0-9+/]{43}=", file.read_text(errors="ignore")):
        faults.append(f"fault 19: {name} holds a key")

print("\n".join(faults) or f"{len(FAULTS)} faults and {len(REQUIREMENTS)} requirements, {len(count)} tests, {len(attacks)} attacks; not implemented yet: {', '.join(later) or 'nothing'}")
sys.exit(bool(faults))
