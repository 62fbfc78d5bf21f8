#!/usr/bin/env python3
"""Checks that every path exists that the documents mention in backticks, in links and in diagrams.

The guide for teachers is left out: its links are addresses of the running site.
"""

import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDERS = "app backend deploy docs domain end2end frontend load migration public server style texts tools".split()
PATH = re.compile(rf"(?<![\w/.-])((?:{'|'.join(FOLDERS)})(?:/[\w.-]+)+)")
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]*)(#[^)\s]*)?\)")
# Folders that a build or a test run creates, so they are allowed to be missing.
MADE = ("end2end/test-results", "end2end/node_modules", "end2end/pictures", "end2end/playwright-report")


def anchors(text: str) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", text, re.M)
    return {"#" + re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def missing(document: pathlib.Path) -> list[str]:
    text = document.read_text()
    found = []
    for path in PATH.findall(text):
        path = path.rstrip(".")
        if not (ROOT / path).exists() and not path.startswith(MADE):
            found.append(path)
    for target, anchor in LINK.findall(text):
        file = (document.parent / target) if target else document
        if not file.exists():
            found.append(target)
        elif anchor and file.suffix == ".md" and anchor not in anchors(file.read_text()):
            found.append(target + anchor)
    return found


def main() -> int:
    names = subprocess.run(["git", "ls-files", "*.md", ":!texts/guide"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    faults = [f"{name}: {path}" for name in names.split() for path in missing(ROOT / name)]
    print("\n".join(faults) or f"{len(names.split())} documents")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
