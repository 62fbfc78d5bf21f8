"""Collects every address that a browser finds on its pages, so that pages which are added later are attacked too."""

import urllib.parse

from .browser import Browser


class Found:
    def __init__(self):
        self.pages: set[str] = set()
        self.forms: set[str] = set()
        self.texts: dict[str, str] = {}


def crawl(browser: Browser, *starts: str, most: int = 80) -> Found:
    """Follows the links of this browser's pages; sends no form."""
    found, waiting = Found(), list(starts)
    while waiting and len(found.pages) < most:
        path = waiting.pop(0)
        if path in found.pages:
            continue
        found.pages.add(path)
        answer = browser.get(path)
        found.texts[path] = answer.text
        if "text/html" not in answer.header("content-type"):
            continue
        for tag, attributes in answer.tags():
            where = attributes.get("href" if tag == "a" else "action" if tag == "form" else "", "")
            where = urllib.parse.urlsplit(urllib.parse.urljoin(browser.server.origin + path, where))
            if f"{where.scheme}://{where.netloc}" != browser.server.origin or not where.path.startswith("/"):
                continue
            if tag == "form" and attributes.get("method", "").lower() == "post":
                found.forms.add(where.path)
            elif tag == "a":
                waiting.append(where.path + (f"?{where.query}" if where.query else ""))
    return found
