"""An HTTP client that keeps cookies and sends forms like a browser, and the responses."""

import dataclasses
import html.parser
import http.client
import json
import threading
import urllib.parse

PAGE = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
FORM = "application/x-www-form-urlencoded"
START_TIMEOUT = 30


class _Tags(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags = []

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, {name: value or "" for name, value in attributes}))


@dataclasses.dataclass
class Answer:
    status: int
    headers: list
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    def header(self, name: str) -> str:
        return next((value for known, value in self.headers if known.lower() == name), "")

    def all_headers(self, name: str) -> list[str]:
        return [value for known, value in self.headers if known.lower() == name]

    @property
    def leads_to(self) -> str:
        return self.header("location")

    @property
    def done(self) -> bool:
        """The server function or the API call has succeeded."""
        return self.status < 300 and not self.header("serverfnerror")

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def code(self) -> str:
        """The stable code of the refusal."""
        try:
            return self.json.get("code", "")
        except (ValueError, AttributeError):
            return ""

    def tags(self) -> list:
        parser = _Tags()
        parser.feed(self.text)
        return parser.tags

    def field(self, name: str) -> str:
        """The value of a form's hidden field."""
        for tag, attributes in self.tags():
            if tag == "input" and attributes.get("name") == name:
                return attributes.get("value", "")
        raise AssertionError(f"no field {name} in an answer with status {self.status}")

    def __str__(self) -> str:
        return f"{self.status} {self.leads_to or self.text[:120]!r}"


class Browser:
    """A client with its own loopback address. A copy begins with the same cookies, which then change independently."""

    def __init__(self, server, network: str):
        self.server, self.network = server, network
        self.cookies: dict[str, str] = {}
        # Cookies that an attacker has planted, sent before the browser's own.
        self.planted = ""
        self.here = "/"
        self.lock = threading.Lock()

    def copy(self) -> "Browser":
        twin = Browser(self.server, self.network)
        twin.cookies = dict(self.cookies)
        return twin

    def send(self, method: str, path: str, headers: dict | None = None, body: bytes | None = None) -> Answer:
        """Sends one request with the stored cookies, and stores those of the response."""
        headers = {"Host": self.server.host, **(headers or {})}
        with self.lock:
            cookies = [f"{name}={value}" for name, value in self.cookies.items()]
        cookies = "; ".join(([self.planted] if self.planted else []) + cookies)
        if cookies and "Cookie" not in headers:
            headers["Cookie"] = cookies
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.server.port, timeout=START_TIMEOUT, source_address=(self.network, 0)
        )
        try:
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in headers.items():
                connection.putheader(name, value)
            if body is not None or method not in ("GET", "HEAD"):
                connection.putheader("Content-Length", str(len(body or b"")))
            connection.endheaders(body or None)
            response = connection.getresponse()
            answer = Answer(response.status, response.getheaders(), response.read())
        finally:
            connection.close()
        self._keep(answer)
        return answer

    def _keep(self, answer: Answer) -> None:
        with self.lock:
            for line in answer.all_headers("set-cookie"):
                pair, _, attributes = line.partition(";")
                name, _, value = pair.partition("=")
                if not value or "max-age=0" in attributes.lower().replace(" ", "").split(";"):
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = value

    def get(self, path: str, **headers: str) -> Answer:
        """Loads a page without following redirects."""
        head = {"Accept": PAGE, "Sec-Fetch-Site": "same-origin", "Referer": self.server.origin + self.here}
        return self.send("GET", path, head | _named(headers))

    def open(self, path: str) -> Answer:
        """Loads a page and follows redirects."""
        for _ in range(6):
            self.here = path
            answer = self.get(path)
            if answer.status not in (301, 302, 303, 307, 308):
                return answer
            path = urllib.parse.urlsplit(answer.leads_to)
            path = path.path + (f"?{path.query}" if path.query else "")
        raise AssertionError(f"redirected in circles at {path}")

    def post(self, path: str, fields: dict, accept: str, **headers: str) -> Answer:
        head = {
            "Accept": accept,
            "Content-Type": FORM,
            "Origin": self.server.origin,
            "Sec-Fetch-Site": "same-origin",
            "Referer": self.server.origin + self.here,
        }
        head |= _named(headers)
        head = {name: value for name, value in head.items() if value}
        return self.send("POST", path, head, urllib.parse.urlencode(fields).encode())

    def submit(self, path: str, **fields) -> Answer:
        """Sends a form as a page without scripts does; the redirect is not followed."""
        return self.post(path, fields, PAGE)

    def call(self, path: str, **fields) -> Answer:
        """Sends a form as a page with scripts does: the refusal is returned as JSON."""
        return self.post(path, fields, "application/json")

    def load(self, path: str, **fields) -> Answer:
        """Loads data as a page with scripts does."""
        return self.get(f"{path}?{urllib.parse.urlencode(fields)}", accept="application/json")

    def api(self, method: str, path: str, body=None, token: str = "", **headers: str) -> Answer:
        """Calls the JSON API."""
        head = {"Accept": "application/json"} | _named(headers)
        if token:
            head["Authorization"] = f"Bearer {token}"
        if body is not None:
            head["Content-Type"] = "application/json"
        return self.send(method, f"/api/v1{path}", head, None if body is None else json.dumps(body).encode())


def _named(headers: dict) -> dict:
    """Maps keywords to header names: `sec_fetch_site` is a keyword, `sec-fetch-site` is not."""
    return {name.replace("_", "-").title(): value for name, value in headers.items()}
