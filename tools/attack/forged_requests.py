"""Attacks with requests that no page of the site sends: from other sites, with forged headers, too large."""

import socket
import time

from .support.people import PASSWORD, is_signed_in, new_api_member, new_member
from .support.process import refuses_to_start
from .support.registry import attack, must
from .support.crawler import crawl

EVIL = "https://evil.example"


def a_member_with_a_class(server):
    member = new_member(server)
    form = member.browser.open("/classes").field("form")
    opened = member.browser.submit("/classes", form=form, seats=2, title="7b")
    must(opened.leads_to, f"a class could not be opened: {opened}")
    return member, opened.leads_to.replace(server.origin, "")


@attack(14)
def forms_of_other_sites_are_refused(server):
    member, board = a_member_with_a_class(server)
    stranger = server.browser()
    forms = crawl(member.browser, "/account", "/classes", board).forms | crawl(stranger, "/", "/register", "/join", "/forgot").forms
    must(len(forms) > 12, f"only these forms were found: {forms}")
    foreign = (
        {"origin": EVIL, "sec_fetch_site": "cross-site"},
        {"origin": "null", "sec_fetch_site": "cross-site"},
        # In a school network over plain http, browsers send no Sec-Fetch-Site.
        {"origin": EVIL, "sec_fetch_site": ""},
        {"origin": "http://evil." + server.host, "sec_fetch_site": ""},
    )
    for path in sorted(forms):
        for headers in foreign:
            answer = member.browser.post(path, {"id": board.rsplit("/", 1)[1]}, "application/json", **headers)
            must(answer.status == 403, f"{path} from {headers}: {answer}")
    must(is_signed_in(member.browser), "another site signed the member out")


@attack(14)
def the_api_s_cookies_are_refused_from_other_sites(server):
    name, phone, _ = new_api_member(server)
    program = server.browser()
    body = {"username": name, "password": PASSWORD, "security_code": phone.code()}
    must(program.api("POST", "/auth-jwt/login", body).status == 200, "the API's login")
    for path in ("/auth-jwt/logout", "/auth-jwt/refresh", "/classes"):
        answer = program.api("POST", path, {}, origin=EVIL, sec_fetch_site="cross-site")
        must(answer.status == 403, f"{path} from another site: {answer}")


@attack(14)
def get_requests_change_nothing(server):
    member, board = a_member_with_a_class(server)
    identity = board.rsplit("/", 1)[1]

    def version():
        return member.browser.load("/sfn/board-changes", id=identity, since=-1).json["v"]

    before, account = version(), member.account()
    found = crawl(member.browser, "/account", "/classes", board)
    for path in sorted(found.forms):
        answer = member.browser.get(f"{path}?id={identity}&what=end&on=true&act=free&number=1&theme=dark&lang=ru")
        must(answer.status in (200, 302, 303, 401, 403, 404, 405, 410), f"GET {path}: {answer}")
        must("lang=ru" not in str(answer.headers) and "theme=dark" not in str(answer.headers), f"GET {path} sets a cookie")
    must(version() == before, "a GET changed the class")
    after = member.account()
    must(is_signed_in(member.browser), "a GET signed the member out")
    for what in ("email", "recovery_codes_left"):
        must(after[what] == account[what], f"a GET changed the account: {what}")


@attack(14, 19)
def a_shared_database_without_keys_is_refused(server):
    said = refuses_to_start(DATABASE_URL="postgres://stepwise@127.0.0.1:9/stepwise")
    must("STEPWISE_SEAL_KEYS" in said or "keys" in said, f"the refusal does not name the keys: {said}")


@attack(31)
def credentials_never_go_to_a_gateway_or_mail_server_in_clear(server):
    body = '{"to": "{to}", "text": "{text}"}'
    for url in ("http://127.evil.example/messages", "http://localhost.evil.example/", "http://127.0.0.1.evil.example/"):
        refuses_to_start(STEPWISE_FACTORS="totp,sms", STEPWISE_SMS_URL=url, STEPWISE_SMS_BODY=body)
    refuses_to_start(STEPWISE_SMTP_URL="smtp://teacher:secret@mail.school.example")


@attack(32)
def a_client_that_accepts_anything_gets_the_answer_of_a_browser(server):
    member, board = a_member_with_a_class(server)
    pages = crawl(member.browser, "/account", "/classes", board).pages | {"/lesson", "/set-up", "/admin"}
    for page in sorted(pages):
        stranger = server.browser()
        expected = stranger.get(page)
        for accept in ({}, {"Accept": "*/*"}, {"Accept": "application/json"}):
            answer = stranger.send("GET", page, accept)
            same = (answer.status, answer.leads_to) == (expected.status, expected.leads_to)
            must(same, f"{page} for {accept}: {answer}, a browser: {expected}")
            must(answer.status != 200 or answer.body, f"{page} for {accept}: an empty page")


@attack()
def a_forged_host_header_is_not_repeated(secure):
    for host in ("evil.example", "stepwise.example.evil.example", "evil.example:443", f"{secure.host}@evil.example"):
        for page in ("/", "/sign-in", "/register", "/classes"):
            answer = secure.browser().get(page, host=host)
            must(answer.status in (400, 403, 404, 421), f"Host: {host} at {page}: {answer}")
            must("evil.example" not in answer.text + answer.leads_to, f"{page} repeats Host: {host}")
    must(secure.browser().get("/sign-in").status == 200, "the site's own name is refused")
    must(secure.browser().get("/healthz", host="127.0.0.1").status == 200, "a probe by address is refused")


@attack()
def without_a_base_url_links_in_mails_do_not_use_the_host_header(server):
    member = new_member(server)
    asked = server.browser().post(
        "/forgot", {"username": member.name}, "application/json", host="evil.example", origin="http://evil.example"
    )
    must(asked.status < 500, f"/forgot: {asked}")
    must(server.browser().call("/forgot", username=member.name).status < 400, "a link could not be asked for")
    text = server.mail_text(member.email, "/forgot/")
    must("evil.example" not in text, "a mailed link leads to the name that a request gave")


def sent_before_refused(server, head: str, most: int) -> tuple[int, str]:
    """The number of body bytes that the server reads before it answers or disconnects, and the first line of its answer."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        connection.sendall(f"{head}Host: {server.host}\r\n\r\n".encode())
        connection.settimeout(0.01)
        sent, chunk = 0, b"a" * 65536
        while sent < most:
            try:
                answer = connection.recv(4096)
                return sent, answer.split(b"\r\n")[0].decode("latin-1")
            except TimeoutError:
                pass
            except OSError:
                return sent, "hung up"
            try:
                connection.settimeout(2)
                connection.sendall(chunk)
                connection.settimeout(0.01)
                sent += len(chunk)
            except OSError:
                connection.settimeout(2)
                try:
                    return sent, connection.recv(4096).split(b"\r\n")[0].decode("latin-1") or "hung up"
                except OSError:
                    return sent, "hung up"
        return sent, "still reading"


@attack()
def bodies_are_read_up_to_the_limit_of_the_route(server):
    most = 24 * 1024 * 1024
    form = "Content-Type: application/x-www-form-urlencoded\r\nOrigin: " + server.origin + "\r\nSec-Fetch-Site: same-origin\r\n"
    json = "Content-Type: application/json\r\n"
    for what, kind in (
        ("POST /sign-in", form),
        ("POST /register", form),
        ("POST /", form),
        ("POST /nowhere", form),
        ("PUT /classes", form),
        ("GET /", form),
        ("GET /healthz", form),
        ("POST /api/v1/user", json),
        ("POST /api/v1/auth-jwt/login", json),
        ("GET /api/v1/auth-jwt/user-info", json),
    ):
        began = time.monotonic()
        sent, answer = sent_before_refused(server, f"{what} HTTP/1.1\r\n{kind}Content-Length: {most * 10}\r\n", most)
        must(sent < most // 3, f"{what}: {sent} bytes were read ({answer})")
        must(time.monotonic() - began < 15, f"{what}: no answer to a large body")
    megabyte = server.browser().call("/sign-in", username="a" * 1_000_000, password="b")
    must(megabyte.status in (400, 401, 413, 422), f"a name of a megabyte: {megabyte}")


@attack()
def forged_client_addresses_are_ignored(server):
    name = new_member(server, confirmed=False).name
    statuses = []
    for n in range(8):
        spoofed = {"x-forwarded-for": f"203.0.113.{n}", "forwarded": f"for=203.0.113.{n}", "x-real-ip": f"203.0.113.{n}"}
        fields = {"username": name, "password": f"wrong horse {n}"}
        statuses.append(server.browser().post("/sign-in", fields, "application/json", **spoofed).status)
    must(statuses[6:] == [429, 429], f"wrong passwords with other addresses in their headers: {statuses}")
    figures = server.browser().get("/metrics", **{"x-forwarded-for": "127.0.0.1"})
    must(figures.status in (403, 404), f"/metrics through a proxy: {figures}")


@attack()
def security_txt_says_where_to_report_faults(server, secure):
    told = secure.browser().get("/.well-known/security.txt")
    must(told.status == 200 and told.header("content-type").startswith("text/plain"), f"security.txt: {told}")
    fields = dict(line.split(": ", 1) for line in told.text.splitlines())
    must(fields["Contact"] == "mailto:security@school.example", f"security.txt: {fields}")
    must(fields["Canonical"] == f"{secure.origin}/.well-known/security.txt", f"security.txt: {fields}")
    expires = time.mktime(time.strptime(fields["Expires"], "%Y-%m-%dT%H:%M:%SZ")) - time.timezone
    days = (expires - time.time()) / 86400
    must(30 < days < 366, f"security.txt expires in {days:.0f} days")
    nothing = server.browser().get("/.well-known/security.txt")
    must(nothing.status == 404, f"without a contact: {nothing}")


@attack()
def crawlers_are_kept_from_secret_links(server):
    rules = server.browser().send("GET", "/robots.txt").text.splitlines()
    must(rules[0] == "User-agent: *", f"robots.txt: {rules}")
    for path in ("/teach/", "/confirm-email/", "/forgot/", "/object/"):
        must(f"Disallow: {path}" in rules, f"robots.txt allows {path}")


@attack()
def personal_pages_are_not_cached_and_have_security_headers(server):
    member, board = a_member_with_a_class(server)
    for page in ("/account", "/classes", board, f"{board}/handouts", f"{board}/results.csv"):
        answer = member.browser.get(page)
        must("no-store" in answer.header("cache-control"), f"{page} may be kept")
        must(answer.header("x-content-type-options") == "nosniff", f"{page} may be taken for something else")
        must(answer.header("referrer-policy") in ("no-referrer", "same-origin", "strict-origin"), f"{page} tells where it was")
    policy = member.browser.get("/account").header("content-security-policy")
    must("'unsafe-inline'" not in policy and "'unsafe-eval'" not in policy, f"policy: {policy}")
    must("frame-ancestors 'none'" in policy and "base-uri 'none'" in policy, f"policy: {policy}")
