"""Attacks on codes by mail, and floods of mails."""

import re
import time

from .support.people import connect, give_code, is_signed_in, new_member, register
from .support.authenticator import step_now
from .support.registry import attack, must
from .support.server import in_parallel, new_name, new_network, text_of

# Limit for mails to one address: more than a user needs, fewer than a flood.
MANY = 40


def settled_mail_count(server, address: str) -> int:
    """Waits until no more mails to an address arrive. Returns their number."""
    count, since = -1, time.monotonic()
    while time.monotonic() - since < 1:
        now = len(server.mails_to(address))
        if now != count:
            count, since = now, time.monotonic()
        time.sleep(0.1)
    return count


def mailed_code(server, address: str, before: int) -> str:
    """Waits until there are more than `before` mails to the address. Returns the code in the newest mail."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        mails = server.mails_to(address)
        for mail in reversed(mails[before:]):
            code = re.search(r"\b(\d{6})\b", text_of(mail))
            if code:
                return code[1]
        time.sleep(0.05)
    raise AssertionError("no mail with a code came")


@attack(5, 6, 31)
def a_code_by_mail_is_random_and_valid_for_its_own_attempt_only(server):
    member = new_member(server)
    allowed = member.change("/account/connect", kind="email")
    must(allowed.done, f"connecting codes by mail was refused: {allowed}")
    before = len(server.mails_to(member.email))
    sent = member.browser.call("/set-up/send", kind="email")
    must(sent.done, f"no code was mailed: {sent}")
    connected = member.browser.call("/set-up/message", code=mailed_code(server, member.email, before))
    must(connected.done, f"the mailed code was refused: {connected}")
    # The order of the factors decides how the owner signs in. A stolen session alone must not change it.
    order = member.browser.call("/account/ask-first", kind="email")
    must(not order.done, f"the order of the factors was changed without password and code: {order}")

    one, two = member.browser_with_password_only(), member.browser_with_password_only()
    before = len(server.mails_to(member.email))
    # Two codes of an account are at least half a minute apart.
    end = time.monotonic() + 35
    while not (sent := one.call("/sign-in/send", kind="email")).done and time.monotonic() < end:
        time.sleep(0.5)
    must(sent.done, f"no code was mailed: {sent}")
    code = mailed_code(server, member.email, before)
    near = {member.phone.at(step_now() + offset) for offset in range(-25, 26)}
    must(code not in near, "the mailed code is one of the authenticator's")
    must(not two.call("/sign-in/code", **{"with": "email"}, code=code).done, "another attempt took the mailed code")
    must(not is_signed_in(two), "another attempt is signed in")
    must(not give_code(one, code).done, "the mailed code was taken for one of the authenticator")
    copies = [one.copy() for _ in range(20)]
    jobs = [lambda copy=copy: copy.call("/sign-in/code", **{"with": "email"}, code=code) for copy in copies]
    won = sum(answer.done for answer in in_parallel(20, jobs))
    must(won == 1, f"one mailed code had {won} successes")


@attack(22)
def one_account_cannot_flood_another_s_mailbox(server):
    victim = new_member(server)
    thief = server.browser()
    must(register(thief, new_name(), victim.email).done, "registering was refused")
    connect(thief)
    before = settled_mail_count(server, victim.email)
    copies = [thief.copy() for _ in range(8)]
    in_parallel(8, [lambda n=n: copies[n % 8].call("/account/confirm-again") for n in range(200)])
    came = settled_mail_count(server, victim.email) - before
    must(came <= MANY, f"200 requests of one account sent {came} mails to another's mailbox")


@attack(22)
def many_accounts_and_networks_cannot_flood_a_mailbox(server):
    victim = new_member(server)
    before = settled_mail_count(server, victim.email)

    def registers():
        register(server.browser(), new_name(), victim.email)

    def forgets():
        server.browser(new_network()).call("/forgot", username=victim.email)

    in_parallel(8, [registers] * 50 + [forgets] * 100)
    came = settled_mail_count(server, victim.email) - before
    must(came <= MANY, f"50 registrations and 100 forgotten passwords sent {came} mails to one mailbox")


@attack(23)
def a_taken_address_gets_the_answer_of_a_free_one(server):
    member = new_member(server)
    looks = []
    for email in (member.email, f"{new_name()}@school.example"):
        browser, name = server.browser(), new_name()
        registered = register(browser, name, email)
        connect(browser)
        again = browser.call("/account/confirm-again")
        page = browser.open("/account")
        looks.append((registered.status, registered.leads_to, registered.body, again.status, again.body, page.status))
    must(looks[0] == looks[1], f"taken: {looks[0]}, free: {looks[1]}")


@attack(31)
def the_use_of_a_recovery_code_is_announced_by_mail(server):
    member = new_member(server)

    def mails_about_new_codes(proof: str) -> list[str]:
        """Makes new recovery codes, confirmed with the code `proof`. Returns the subjects of the mails about that."""
        before = settled_mail_count(server, member.email)
        renewed = member.change("/account/recovery-codes", proof)
        must(renewed.done, f"new recovery codes were refused: {renewed}")
        settled_mail_count(server, member.email)
        return sorted(mail["Subject"] for mail in server.mails_to(member.email)[before:])

    by_phone = mails_about_new_codes(member.phone.code())
    codes = member.browser.load("/sfn/recovery-codes").json["codes"]
    member.browser.call("/set-up/saved")
    by_recovery_code = mails_about_new_codes(codes[0])
    more = len(by_recovery_code) > len(by_phone)
    must(more, f"no mail says that a recovery code was used: {by_recovery_code}, with the phone {by_phone}")


@attack()
def a_sign_in_from_a_new_device_is_announced_by_mail(server):
    member = new_member(server)
    before = settled_mail_count(server, member.email)
    other = member.browser_with_password_only()
    must(give_code(other, member.phone.code()).done, "the right code was refused")
    must(settled_mail_count(server, member.email) > before, "no mail tells of a sign-in from a new device")
