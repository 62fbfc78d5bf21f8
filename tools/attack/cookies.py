"""Attacks on cookies: reading their content, and planting them from another site of the same domain."""

import base64

from .support.people import PASSWORD, connect, give_password, is_signed_in, new_api_member, new_member, open_class
from .support.registry import attack, must

# Preferences of the visitor, which scripts of the page read.
PREFERENCES = {"lang", "theme", "utc_offset"}


@attack(12)
def cookies_contain_no_readable_secret(server):
    lesson = open_class(server, 1)
    seat, student = lesson.seats[0], server.browser()
    must(give_password(student, seat.login, seat.password).done, "the right password was refused")
    phone, codes = connect(student)
    secrets = [seat.login, seat.password, phone.secret, *codes]
    must(student.cookies and lesson.teacher.cookies, "no cookies")
    for browser in (student, lesson.teacher):
        for name, value in browser.cookies.items():
            decoded = base64.urlsafe_b64decode(value + "=" * (-len(value) % 4)).decode("latin-1") if value.isascii() else ""
            must(not any(secret in value + decoded for secret in secrets), f"the cookie {name} can be read")


@attack(12)
def cookies_are_http_only_and_same_site(server, secure):
    for site in (server, secure):
        browser, name = site.browser(), new_member(site, confirmed=False).name
        answer = give_password(browser, name, PASSWORD)
        lines = [line for line in answer.all_headers("set-cookie") if line.split("=")[0] not in PREFERENCES]
        must(lines, "signing in sets no cookie")
        for line in lines:
            attributes = {part.strip().lower() for part in line.split(";")[1:]}
            must("httponly" in attributes and "samesite=lax" in attributes, f"a cookie that scripts read: {line.split('=')[0]}")
            if site is secure:
                must("secure" in attributes and line.startswith("__Host-"), f"a weak cookie under https: {line.split('=')[0]}")


@attack(29)
def a_planted_cookie_does_not_replace_the_site_s_own_cookie(secure):
    owner, thief = new_member(secure, confirmed=False), new_member(secure, confirmed=False)
    must(owner.browser.cookies.keys() >= {"__Host-session"}, f"cookies {list(owner.browser.cookies)}")
    for name, value in thief.browser.cookies.items():
        owner.browser.planted += f"{name.removeprefix('__Host-')}={value}; "
    owner.browser.planted = owner.browser.planted.strip("; ")
    who = owner.browser.load("/sfn/account")
    must(who.status == 200 and who.json["username"] == owner.name, f"with planted cookies: {who}")
    stranger = secure.browser()
    stranger.planted = owner.browser.planted
    must(not is_signed_in(stranger), "cookies without the prefix are read under https")
    # A browser with a device cookie has a separate limit for guesses. So a planted device cookie without the prefix
    # must have no effect.
    for n in range(7):
        give_password(secure.browser(), owner.name, f"wrong horse {n}")
    stranger.planted = "; ".join(f"{name.removeprefix('__Host-')}={value}" for name, value in owner.browser.cookies.items())
    must(give_password(stranger, owner.name, PASSWORD).status == 429, "a planted mark of a known browser was read")


@attack(29)
def the_api_s_cookies_are_prefixed_and_no_others_are_read(secure):
    name, phone, tokens = new_api_member(secure)
    body = {"username": name, "password": PASSWORD, "security_code": phone.code()}
    program = secure.browser()
    must(program.api("POST", "/auth-jwt/login", body).status == 200, "the API's login")
    must(len(program.cookies) == 2 and all(name.startswith("__Host-") for name in program.cookies), f"{list(program.cookies)}")
    must(program.api("GET", "/auth-jwt/user-info").status == 200, "the API does not read its own cookies")
    bare = secure.browser()
    bare.planted = f"access_token={tokens['access_token']}; refresh_token={tokens['refresh_token']}"
    opened = bare.api("GET", "/auth-jwt/user-info")
    must(opened.status == 401, f"a cookie without the prefix opens the API: {opened}")
    refreshed = bare.api("POST", "/auth-jwt/refresh", **{"sec-fetch-site": "same-origin"})
    must(refreshed.status == 401, f"a cookie without the prefix refreshes: {refreshed}")
