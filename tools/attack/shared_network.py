"""Attacks by one client of a school network that try to lock out the other clients behind the same address."""

import itertools

from .support.people import PASSWORD, give_password, new_member, open_class
from .support.registry import attack, must
from .support.server import in_parallel, new_network


def wrong_codes(real: str):
    """Join codes with a valid format, without the join code `real`."""
    alphabet = "ACDEFGHJKLMNPQRTUVWXY3479"
    return (code for code in map("".join, itertools.product("A", "A", "A", *[alphabet] * 3)) if code != real)


def finds(browser, code: str):
    browser.open("/join")
    return browser.call("/join", join_code=code)


@attack(26)
def wrong_join_codes_do_not_lock_out_the_class(server):
    lesson, network = open_class(server, 3), new_network()
    code = lesson.join_code()
    wrong, guesser = wrong_codes(code), server.browser(network)
    for _ in range(31):
        finds(guesser, next(wrong))
    for _ in range(31):
        finds(server.browser(network), next(wrong))
    student = server.browser(network)
    found = finds(student, code)
    must(found.done, f"the right code of another browser: {found}")
    page = student.get(f"/join/{code}")
    must(page.status == 200, f"the join page of the class: {page}")


@attack(26)
def an_image_on_a_web_site_does_not_lock_out_the_class(server):
    lesson, network = open_class(server, 3), new_network()
    code = lesson.join_code()
    wrong, student = wrong_codes(code), server.browser(network)
    student.open("/join")
    foreign = {"sec-fetch-site": "cross-site", "accept": "image/*", "referer": "https://evil.example/"}
    for _ in range(50):
        student.get(f"/join/{next(wrong)}", **foreign)
    found = finds(student, code)
    must(found.done, f"the right code after 50 images: {found}")
    page = student.get(f"/join/{code}")
    must(page.status == 200, f"the join page of the class after 50 images: {page}")


@attack(26)
def a_thousand_wrong_passwords_do_not_refuse_the_right_ones_behind_that_address(server):
    network = new_network()
    lesson, member = open_class(server, 2), new_member(server, network=network)
    must(member.browser.call("/sign-out").status < 400, "signing out failed")
    guesses = [lambda n=n: give_password(server.browser(network), f"otter-{n:06}", "amber-otter-4821") for n in range(1050)]
    in_parallel(16, guesses)
    seat = lesson.seats[0]
    given = give_password(server.browser(network), seat.login, seat.password)
    must(given.done, f"the right password of a card: {given}")
    known = give_password(member.browser, member.name, PASSWORD)
    must(known.done, f"the right password in a browser that has signed in before: {known}")


@attack(28)
def all_names_of_an_account_share_one_budget_of_guesses(server):
    member = new_member(server)
    forms = [member.name, member.email, f" {member.name} ", member.name.upper(), member.email.upper(), f"{member.name}  "]
    judged = 0
    for n in range(24):
        answer = give_password(server.browser(), forms[n % len(forms)], f"wrong horse {n}")
        judged += answer.status == 401
    must(judged <= 6, f"{judged} wrong passwords of one account were judged")
    for form in forms:
        refused = give_password(server.browser(), form, PASSWORD)
        must(refused.status == 429, f"{form!r} is not locked: {refused}")
