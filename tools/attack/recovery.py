"""Attacks by a thief who has changed the account before the owner recovers it."""

from .support.people import PASSWORD, Member, api_is_open, api_login, connect, give_code, give_password, is_signed_in, new_member
from .support.authenticator import Authenticator, step_now
from .support.registry import attack, must
from .support.server import in_parallel, text_of

NEW_PASSWORD = "another horse battery"


def a_thief_asks_for_another_address(member: Member) -> tuple[str, str]:
    """The thief requests a change of address with the password and two recovery codes. Returns the new address and the mailed link."""
    thief = member.browser_with_password_only()
    let_in = thief.call("/sign-in/recovery-code", recovery_code=member.codes[0])
    must(let_in.done, f"a recovery code was refused: {let_in}")
    evil = f"{member.name}@evil.example"
    asked = thief.call("/account/email", password=PASSWORD, code=member.codes[1], email=evil)
    must(asked.done, f"the change of address was refused: {asked}")
    return evil, member.browser.server.mailed_link(evil, "/confirm-email/")


def the_address_stays(member: Member, evil: str, link: str, password: str) -> None:
    server = member.browser.server
    moved = server.browser().call("/confirm-email", token=link)
    must(not moved.done, f"the thief's link was taken: {moved}")
    must(not give_password(server.browser(), evil, password).done, "the thief's address signs in")
    must(give_password(server.browser(), member.email, password).done, "the owner's address does not sign in any more")


def forgotten_password(member: Member) -> None:
    server = member.browser.server
    must(server.browser().call("/forgot", username=member.name).done, "a link could not be asked for")
    link = server.mailed_link(member.email, "/forgot/")
    reader = server.browser()
    token = reader.open(f"/forgot/{link}").field("token")
    fields = {"token": token, "password": NEW_PASSWORD, "password_again": NEW_PASSWORD}
    done = reader.call("/forgot/new-password", **fields)
    must(done.done, f"the new password was refused: {done}")


@attack(20)
def a_thief_s_change_of_address_ends_with_a_forgotten_password(server):
    member = new_member(server)
    evil, link = a_thief_asks_for_another_address(member)
    forgotten_password(member)
    the_address_stays(member, evil, link, NEW_PASSWORD)


@attack(20)
def a_thief_s_change_of_address_ends_with_signing_out_everywhere(server):
    member = new_member(server)
    evil, link = a_thief_asks_for_another_address(member)
    must(member.browser.call("/account/end-others").done, "the other sessions could not be ended")
    the_address_stays(member, evil, link, PASSWORD)


@attack(20)
def a_thief_s_change_of_address_ends_with_a_new_phone(server):
    member = new_member(server)
    evil, link = a_thief_asks_for_another_address(member)
    allowed = member.change("/account/phone")
    must(allowed.done, f"another phone was refused: {allowed}")
    connect(member.browser)
    the_address_stays(member, evil, link, PASSWORD)


@attack(20)
def a_thief_s_change_of_address_ends_with_the_administrator_s_rescue(server):
    member = new_member(server)
    evil, link = a_thief_asks_for_another_address(member)
    server.command("admin", "reset-factors", member.name)
    the_address_stays(member, evil, link, PASSWORD)


@attack(20)
def a_new_password_invalidates_an_unused_reset_link(server):
    member = new_member(server)
    must(server.browser().call("/forgot", username=member.name).done, "a link could not be asked for")
    link = server.mailed_link(member.email, "/forgot/")
    changed = member.change("/account/password", new_password=NEW_PASSWORD, new_password_again=NEW_PASSWORD)
    must(changed.done, f"the new password was refused: {changed}")
    fields = {"token": link, "password": PASSWORD, "password_again": PASSWORD}
    late = server.browser().call("/forgot/new-password", **fields)
    must(not late.done, f"an old link sets the password back: {late}")


@attack(21)
def a_new_address_ends_other_sessions_and_tokens(server):
    member = new_member(server)
    other = member.browser_with_password_only()
    must(other.call("/sign-in/recovery-code", recovery_code=member.codes[0]).done, "a recovery code was refused")
    tokens = api_login(server, member.name, member.phone)
    moved = f"new.{member.email}"
    asked = member.change("/account/email", email=moved)
    must(asked.done, f"the change of address was refused: {asked}")
    must(is_signed_in(other) and api_is_open(server, tokens["access_token"]), "ended before the address was confirmed")
    link = server.mailed_link(moved, "/confirm-email/")
    done = server.browser().call("/confirm-email", token=link)
    must(done.done, f"the address could not be confirmed: {done}")
    must(not is_signed_in(other), "another session goes on after the change of address")
    must(not api_is_open(server, tokens["access_token"]), "an access token goes on after the change of address")
    refreshed = server.browser().api("POST", "/auth-jwt/refresh", token=tokens["refresh_token"])
    must(refreshed.status == 401, f"a refresh token goes on after the change of address: {refreshed}")


@attack(6)
def a_mailed_link_does_not_replace_the_second_factor(server):
    member = new_member(server)
    forgotten_password(member)
    half = server.browser()
    must(give_password(half, member.name, NEW_PASSWORD).done, "the new password was refused")
    must(not is_signed_in(half) and half.get("/classes").status != 200, "the mailed link went round the factor")
    near = {member.phone.at(step_now() + offset) for offset in range(-25, 26)}
    for mail in server.mails_to(member.email):
        text = text_of(mail)
        must(member.phone.secret not in text, "a mail holds the authenticator's secret")
        must(not any(code in text.split() for code in near), "a mail holds a code of the authenticator")
    must(give_code(half, member.phone.code()).done, "the right code was refused")


@attack(6)
def a_rescue_needs_the_enrolment_code_besides_the_password(server):
    member = new_member(server)
    said = server.command("admin", "reset-factors", member.name)
    code = said.split("hours:\n")[1].split()[0]
    server.keep_secret("an enrolment code", code)
    half = server.browser()
    must(give_password(half, member.name, PASSWORD).done, "the right password was refused")
    for page in ("/set-up", "/classes", "/account"):
        must(half.get(page).status != 200, f"{page} is open to the password alone after a rescue")
    must(not half.call("/set-up", code="123456").done, "connected with the password alone after a rescue")
    must(not half.call("/sign-in/enrolment-code", enrolment_code="aaaa-aaaa-aaaa-aaaa").done, "a wrong code was taken")
    must(half.call("/sign-in/enrolment-code", enrolment_code=code).done, "the right code was refused")
    must(half.get("/classes").status != 200, "the enrolment code alone opens the classes")
    must(isinstance(connect(half)[0], Authenticator) and is_signed_in(half), "the new phone was not connected")


@attack(15)
def every_change_of_sign_in_data_asks_for_password_and_code(server):
    member = new_member(server)
    changes = {
        "/account/email": {"email": "thief@evil.example"},
        "/account/password": {"new_password": NEW_PASSWORD, "new_password_again": NEW_PASSWORD},
        "/account/phone": {},
        "/account/recovery-codes": {},
        "/account/connect": {"kind": "email"},
        "/account/remove": {"kind": "totp"},
        "/account/ask-first": {"kind": "totp"},
        "/account/delete": {},
    }
    for path, fields in changes.items():
        bare = member.browser.call(path, **fields)
        must(not bare.done, f"{path} without password and code: {bare}")
        half = member.browser.call(path, password=PASSWORD, code="", **fields)
        must(not half.done, f"{path} without a code: {half}")
    stolen = member.browser.call("/account/email", password=PASSWORD, code=member.phone.wrong_code(), **changes["/account/email"])
    must(not stolen.done, f"/account/email with a wrong code: {stolen}")
    must(give_password(server.browser(), member.email, PASSWORD).done, "something was changed")


@attack(30)
def two_renewals_of_recovery_codes_at_once_leave_ten(server):
    member = new_member(server, confirmed=False)
    codes = [member.phone.code(), member.phone.code()]
    in_parallel(2, [lambda code=code: member.change("/account/recovery-codes", code) for code in codes])
    member.browser.call("/set-up/saved")
    left = member.account()["recovery_codes_left"]
    must(left == 10, f"{left} recovery codes are left")
