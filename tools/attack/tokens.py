"""Attacks on the tokens of the API: signature, kind, expiry, reuse."""

import base64
import hashlib
import hmac
import json

from .support.people import Member, api_is_open, api_login, new_api_member, new_member
from .support.registry import attack, must


def encoded(value) -> str:
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def decoded(part: str) -> dict:
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def public_key_pem(jwk: dict) -> bytes:
    """The published key as PEM, for the attack that uses it as a shared secret."""

    def der(tag: int, content: bytes) -> bytes:
        size = len(content)
        more = size.to_bytes((size.bit_length() + 7) // 8, "big")
        length = bytes([size]) if size < 128 else bytes([0x80 + len(more)]) + more
        return bytes([tag]) + length + content

    def integer(text: str) -> bytes:
        number = int.from_bytes(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), "big")
        return der(2, number.to_bytes(number.bit_length() // 8 + 1, "big"))

    key = der(0x30, integer(jwk["n"]) + integer(jwk["e"]))
    whole = der(0x30, bytes.fromhex("300d06092a864886f70d0101010500") + der(3, b"\0" + key))
    text = base64.b64encode(whole).decode()
    lines = "\n".join(text[n : n + 64] for n in range(0, len(text), 64))
    return f"-----BEGIN PUBLIC KEY-----\n{lines}\n-----END PUBLIC KEY-----\n".encode()


@attack(17)
def forged_tokens_open_nothing(server):
    _, _, tokens = new_api_member(server)
    access = tokens["access_token"]
    must(api_is_open(server, access), "the right token was refused")
    head, body, signature = access.split(".")
    header, claims = decoded(head), decoded(body)
    key = server.browser().send("GET", "/.well-known/jwks.json").json["keys"][0]
    forged = {"a token without a signature": f"{head}.{body}.", "half a token": f"{head}.{body}"}
    for name in ("none", "None", "NONE"):
        forged[f"alg {name}"] = f"{encoded(header | {'alg': name})}.{body}."
    pem = public_key_pem(key)
    for secret in (pem, pem.strip(), key["n"].encode(), json.dumps(key).encode()):
        signed = f"{encoded(header | {'alg': 'HS256'})}.{body}"
        mac = hmac.new(secret, signed.encode(), hashlib.sha256).digest()
        forged[f"HS256 with the public key {secret[:12]}"] = f"{signed}.{encoded(mac)}"
    changes = {"exp": claims["exp"] + 10**6, "aud": "other", "iss": "other", "sub": claims["sub"][::-1], "typ": "refresh"}
    for name, value in changes.items():
        forged[f"another {name}"] = f"{head}.{encoded(claims | {name: value})}.{signature}"
    heads = {"kid": "other", "jwk": key, "jku": "https://evil.example/jwks.json", "x5u": "https://evil.example"}
    for name, value in heads.items():
        forged[f"another {name}"] = f"{encoded(header | {name: value})}.{body}.{signature}"
    forged["a signature with other bits at its end"] = access[:-1] + chr(ord(access[-1]) ^ 1)
    forged["a very long token"] = access + "A" * 60_000
    for what, token in forged.items():
        must(not api_is_open(server, token), f"{what} was accepted")


@attack(17)
def access_and_refresh_tokens_are_not_interchangeable(server):
    _, _, tokens = new_api_member(server)
    must(not api_is_open(server, tokens["refresh_token"]), "a refresh token opens the API")
    refreshed = server.browser().api("POST", "/auth-jwt/refresh", token=tokens["access_token"])
    must(refreshed.status == 401, f"an access token refreshes: {refreshed}")


@attack(17)
def tokens_end_with_a_logout(server):
    _, _, tokens = new_api_member(server)
    out = server.browser().api("POST", "/auth-jwt/logout", token=tokens["access_token"])
    must(out.status < 300, f"the logout: {out}")
    must(not api_is_open(server, tokens["access_token"]), "an access token goes on after the logout")
    refreshed = server.browser().api("POST", "/auth-jwt/refresh", token=tokens["refresh_token"])
    must(refreshed.status == 401, f"a refresh token goes on after the logout: {refreshed}")


@attack(17)
def a_reused_refresh_token_ends_its_family(server):
    name, phone, tokens = new_api_member(server)
    other = api_login(server, name, phone)

    def refresh(token: str):
        return server.browser().api("POST", "/auth-jwt/refresh", token=token)

    first = refresh(tokens["refresh_token"])
    must(first.status == 200, f"the first refresh: {first}")
    newer = first.json.get("refresh_token")
    must(newer and newer != tokens["refresh_token"], "a refresh gives no new refresh token")
    server.keep_secret("a token", newer, first.json["access_token"])
    must(refresh(tokens["refresh_token"]).status == 401, "a used refresh token works again")
    must(refresh(newer).status == 401, "the family goes on after a used token came back")
    must(refresh(other["refresh_token"]).status == 200, "another login's family ended too")


def personal_token(member: Member, scope: str) -> str:
    made = member.change("/account/tokens", name="Laptop", scope=scope, days=30)
    must(made.done, f"a personal token could not be made: {made}")
    token = member.browser.load("/sfn/tokens").json["fresh"]
    member.browser.server.keep_secret("a personal token", token)
    must(api_is_open(member.browser.server, token), "a new personal token is refused")
    return token


@attack(17)
def a_personal_token_to_read_changes_nothing_and_is_exchanged_for_nothing(server):
    token = personal_token(new_member(server), "read")
    program = server.browser()
    for method, path, body in (
        ("POST", "/classes", {"seats": 1, "title": "7b"}),
        ("POST", "/auth-jwt/refresh", None),
        ("POST", "/auth-jwt/logout?everywhere=true", None),
    ):
        answer = program.api(method, path, body, token=token)
        must(answer.status in (401, 403), f"{method} {path} with a token to read: {answer}")
    must(api_is_open(server, token), "a refused call has ended the token")
    for changed in (token[:-1], token + "a", token.lower(), token.replace("_pat_", "_pat__"), token[13:]):
        must(changed == token or not api_is_open(server, changed), f"a changed token is accepted: {changed}")
    page = program.get("/sfn/classes", accept="application/json", authorization=f"Bearer {token}")
    must(page.status == 401, f"a page accepts the token: {page}")


@attack(17, 20)
def a_thief_s_personal_token_ends_with_a_new_password(server):
    member = new_member(server)
    token = personal_token(member, "manage_classes")
    new = "another horse battery"
    changed = member.change("/account/password", new_password=new, new_password_again=new)
    must(changed.done, f"the password could not be changed: {changed}")
    must(not api_is_open(server, token), "the personal token has survived a new password")
