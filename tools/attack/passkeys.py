"""Attacks on passkeys: the browser and the authenticator lie, an answer is sent again, a passkey belongs to another
account. The server under the https: address is attacked, because browsers use passkeys there."""

import base64
import json
import time

from .recovery import NEW_PASSWORD, forgotten_password
from .support.browser import Browser
from .support.passkey import HAS_CREDENTIAL, PRESENT, VERIFIED, Passkey
from .support.people import PASSWORD, give_code, give_password, is_signed_in, new_member, register
from .support.registry import attack, must
from .support.server import in_parallel, new_name


class Owner:
    """A member whose only factor is a passkey."""

    def __init__(self, server):
        self.server, self.browser, self.name = server, server.browser(), new_name()
        registered = register(self.browser, self.name, f"{self.name}@school.example")
        must(registered.done, f"a member could not register: {registered}")
        creation = self.browser.load("/sfn/passkey-set-up").json["creation"]
        self.passkey = Passkey(creation, server.origin)
        self.creation = self.passkey.registration(creation["challenge"])
        connected = connect_passkey(self.browser, self.creation)
        must(connected.done, f"the passkey could not be connected: {connected}")
        codes = self.browser.load("/sfn/recovery-codes").json["codes"]
        server.keep_secret("a recovery code", *codes)
        must(self.browser.call("/set-up/saved").done, "the recovery codes could not be marked as saved")

    def half(self) -> Browser:
        """A browser in which the password was accepted."""
        browser = self.server.browser()
        given = give_password(browser, self.name, PASSWORD)
        must(given.done, f"the right password was refused: {given}")
        return browser


def connect_passkey(browser: Browser, field: str):
    return browser.call("/set-up/passkey", name="Laptop", passkey=field)


def sign_in_challenge(browser: Browser) -> str:
    return browser.load("/sfn/door").json["passkey"]["challenge"]


def second_factor_challenge(browser: Browser) -> str:
    return browser.load("/sfn/challenge").json["passkey"]["challenge"]


def sign_in(browser: Browser, answer: str):
    return browser.call("/sign-in/passkey", passkey=answer)


def complete(browser: Browser, answer: str):
    return browser.call("/sign-in/code/passkey", passkey=answer)


def must_stay_outside(browser: Browser, answer, what: str) -> None:
    must(not answer.done and not is_signed_in(browser), f"signed in with {what}: {answer}")


@attack(1)
def a_password_alone_does_not_open_an_account_with_a_passkey_only(secure):
    owner = Owner(secure)
    half = owner.half()
    for page in ("/classes", "/account", "/set-up", "/set-up/passkey", "/admin"):
        answer = half.get(page)
        must(answer.status != 200, f"the password alone opens {page}")
    for path, fields in (
        ("/sign-in/code", {"code": "123456"}),
        ("/sign-in/code", {"code": "123456", "with": "passkey"}),
        ("/sign-in/send", {"kind": "passkey"}),
        ("/sign-in/send", {"kind": "email"}),
        ("/set-up", {"code": "123456"}),
        ("/set-up/passkey", {"name": "Thief", "passkey": owner.creation}),
        ("/sign-in/code/passkey", {"passkey": "{}"}),
    ):
        must_stay_outside(half, half.call(path, **fields), f"{path} {fields}")
    who = {"username": owner.name, "password": PASSWORD}
    for path, more in (("/auth-totp/qrcode", {}), ("/auth-jwt/login", {"security_code": "123456"})):
        answer = secure.browser().api("POST", path, who | more)
        must(answer.status >= 400, f"the password alone works at {path}: {answer}")
    must(complete(half, owner.passkey.answer(second_factor_challenge(half))).done, "the right passkey was refused")


@attack(2, 4)
def an_answer_of_a_passkey_works_once_and_in_its_browser_only(secure):
    owner = Owner(secure)
    browser, thief = secure.browser(), secure.browser()
    answer = owner.passkey.answer(sign_in_challenge(browser))
    sign_in_challenge(thief)
    must_stay_outside(thief, sign_in(thief, answer), "an answer to a challenge of another browser")
    copies = [browser.copy() for _ in range(20)]
    answers = in_parallel(20, [lambda copy=copy: sign_in(copy, answer) for copy in copies])
    won = sum(answer.done for answer in answers)
    must(won == 1, f"one answer had {won} successes")
    must_stay_outside(browser.copy(), sign_in(browser.copy(), answer), "a replayed answer")
    # The challenge of one purpose answers no other one.
    half = owner.half()
    without_name = owner.passkey.answer(sign_in_challenge(half))
    must_stay_outside(half, complete(half, without_name), "an answer to a challenge of the sign-in without a name")
    after_password = owner.passkey.answer(second_factor_challenge(half))
    must_stay_outside(half, sign_in(half, after_password), "an answer to a challenge of the second factor")
    other_half = owner.half()
    must_stay_outside(other_half, complete(other_half, after_password), "the answer of another pending sign-in")
    must(complete(half, after_password).done, "the right passkey was refused")


@attack()
def an_answer_from_another_site_or_without_its_user_is_refused(secure):
    owner = Owner(secure)
    passkey = owner.passkey
    host = secure.host
    lies = [
        {"origin": "https://stepwise.example.evil.example"},
        {"origin": f"http://{host}"},
        {"origin": f"https://{host}:8443"},
        {"origin": "null"},
        {"site": "evil.example"},
        {"foreign_frame": True},
        {"kind": "webauthn.create"},
        {"flags": 0},
        {"flags": PRESENT},
        {"flags": VERIFIED},
        {"flags": PRESENT | HAS_CREDENTIAL},
        {"user": ""},
        {"counter": 1},
    ]
    for lie in lies:
        browser = secure.browser()
        answer = sign_in(browser, passkey.answer(sign_in_challenge(browser), **lie))
        must_stay_outside(browser, answer, f"{lie}")
    # A signature that was changed on the way.
    browser = secure.browser()
    right = json.loads(passkey.answer(sign_in_challenge(browser)))
    signature = bytearray(base64.urlsafe_b64decode(right["signature"] + "=="))
    signature[-1] ^= 1
    right["signature"] = base64.urlsafe_b64encode(signature).rstrip(b"=").decode()
    must_stay_outside(browser, sign_in(browser, json.dumps(right)), "a changed signature")
    browser = secure.browser()
    must(sign_in(browser, passkey.answer(sign_in_challenge(browser))).done, "the right passkey was refused")


@attack(5)
def an_invented_or_expired_challenge_is_refused(secure):
    owner = Owner(secure)
    browser = secure.browser()
    issued = sign_in_challenge(browser)
    raw = base64.urlsafe_b64decode(issued + "==")
    # The challenge contains the time at which it was issued, confirmed by a keyed hash.
    now = int(time.time() * 1_000_000)
    place = next(at for at in range(len(raw) - 7) if abs(int.from_bytes(raw[at : at + 8], "big") - now) < 60_000_000)
    for seconds in (-600, -301, 300, 3600):
        moved = (int.from_bytes(raw[place : place + 8], "big") + seconds * 1_000_000).to_bytes(8, "big")
        forged = base64.urlsafe_b64encode(raw[:place] + moved + raw[place + 8 :]).rstrip(b"=").decode()
        must_stay_outside(browser, sign_in(browser, owner.passkey.answer(forged)), f"a challenge moved by {seconds} s")
    for invented in ("", "AAAA", base64.urlsafe_b64encode(bytes(len(raw))).decode().rstrip("=")):
        must_stay_outside(browser, sign_in(browser, owner.passkey.answer(invented)), "an invented challenge")


@attack(1)
def the_passkey_of_another_account_opens_nothing(secure):
    owner, thief = Owner(secure), Owner(secure)
    # The thief's key under the owner's name, without and with the owner's password.
    browser = secure.browser()
    answer = sign_in(browser, thief.passkey.answer(sign_in_challenge(browser), user=owner.passkey.user))
    must_stay_outside(browser, answer, "the key of another account")
    half = owner.half()
    for user in (thief.passkey.user, owner.passkey.user, ""):
        answer = complete(half, thief.passkey.answer(second_factor_challenge(half), user=user))
        must_stay_outside(half, answer, "the passkey of another account after the password")
    # The thief's key with the owner's id of the credential.
    stolen = json.loads(thief.passkey.answer(second_factor_challenge(half), user=owner.passkey.user))
    stolen["credential"] = json.loads(owner.passkey.answer(""))["credential"]
    must_stay_outside(half, complete(half, json.dumps(stolen)), "another key with the id of the owner's passkey")
    # The owner's passkey is not connected to the thief's account.
    creation = thief.browser.load("/sfn/passkey-set-up")
    must(creation.status != 200, "a session alone may add a passkey")
    taken = connect_passkey(thief.browser, owner.passkey.registration(sign_in_challenge(thief.browser)))
    must(not taken.done, f"a passkey was added without reauthentication: {taken}")
    must(not give_code(half, "123456").done, "a code was accepted")


@attack(20)
def a_thief_s_passkey_does_not_sign_in_after_a_forgotten_password(secure):
    member = new_member(secure)
    thief = member.browser_with_password_only()
    must(give_code(thief, member.phone.code()).done, "the thief has got a code too")
    allowed = thief.call("/account/connect", password=PASSWORD, code=member.phone.code(), kind="passkey")
    must(allowed.done, f"a passkey could not be added: {allowed}")
    creation = thief.load("/sfn/passkey-set-up").json["creation"]
    passkey = Passkey(creation, secure.origin)
    connected = connect_passkey(thief, passkey.registration(creation["challenge"]))
    must(connected.done, f"the passkey could not be connected: {connected}")
    visitor = secure.browser()
    must(sign_in(visitor, passkey.answer(sign_in_challenge(visitor))).done, "the passkey does not work at all")
    forgotten_password(member)
    for _ in range(3):
        later = secure.browser()
        must_stay_outside(later, sign_in(later, passkey.answer(sign_in_challenge(later))), "the thief's passkey")
    must(give_password(secure.browser(), member.name, NEW_PASSWORD).done, "the owner's new password is refused")


@attack(1)
def a_student_s_passkey_of_the_lesson_is_no_key_to_an_account(secure):
    owner, browser = Owner(secure), secure.browser()
    field = owner.passkey.registration(sign_in_challenge(browser))
    for path in ("/lesson/passkey-register", "/lesson/passkey-sign-in"):
        for client in (browser, owner.half(), owner.browser):
            answer = client.call(path, revision=0, passkey=field)
            must(not answer.done, f"{path} works outside of a lesson: {answer}")
