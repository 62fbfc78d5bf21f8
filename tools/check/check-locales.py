#!/usr/bin/env python3
"""Checks the texts: every key of en.json exists in all languages, has the same placeholders, is translated and is used."""
import json, pathlib, re, sys

root = pathlib.Path(__file__).resolve().parents[2]
folder = root / "texts" / "locales"
# Texts that are the same in every language: names, and words with the same spelling.
SAME = set((folder / "same_in_all_languages.txt").read_text().split()) if (folder / "same_in_all_languages.txt").exists() else set()


def flatten(value, prefix=""):
    if isinstance(value, str):
        yield prefix, value
    elif "other" in value:
        yield prefix, " ".join(value.values())
    else:
        for key, inner in value.items():
            yield from flatten(inner, f"{prefix}_{key}" if prefix else key)


def blanks(text):
    return set(re.findall(r"\{(\w+)\}", text)) - {"count"}


texts = {path.stem: dict(flatten(json.loads(path.read_text()))) for path in sorted(folder.glob("*.json"))}
english = texts.pop("en")
sources = "\n".join(path.read_text() for crate in ("app", "server", "backend") for path in (root / crate).rglob("*.rs"))
called = set(re.findall(r"\b(\w+)\(", sources))
faults = [f"{key} is not used" for key in english if key not in called]
for locale, known in texts.items():
    for key in english.keys() | known.keys():
        if key not in known:
            faults.append(f"{locale} lacks {key}")
        elif key not in english:
            faults.append(f"{locale} has {key}, but en does not")
        elif blanks(known[key]) != blanks(english[key]):
            faults.append(f"{locale}: {key} has other placeholders: {sorted(blanks(known[key]))}")
        elif known[key] == english[key] and key not in SAME:
            faults.append(f"{locale}: {key} is not translated: {known[key]!r}")
print("\n".join(sorted(faults)) or f"{len(english)} texts in {len(texts) + 1} languages, all used")
sys.exit(bool(faults))
