"""Attacks that look up names of accounts by the thousand, on every route that reveals whether a name is taken."""

import random

from .support.people import PASSWORD, new_member
from .support.registry import attack, must
from .support.server import in_parallel, new_name, new_network

# The default number of look-ups in an hour that one network is allowed (STEPWISE_LOOKUPS_PER_HOUR), and an allowance
# for requests that run at the same time.
BUDGET = 600 + 32


def name_lookup_response(browser, form: str, name: str):
    """Registers with two different passwords, so no account is made. The response shows whether the name is taken."""
    fields = {"username": name, "email": "nobody@school.example", "password": PASSWORD}
    return browser.call("/register", form=form, password_again="another horse", **fields)


def is_taken(answer) -> bool:
    return answer.status == 422 and answer.json.get("faults", {}).get("username") == "taken"


@attack(24)
def one_network_cannot_look_up_thousands_of_names(server):
    network, names = new_network(), [new_name("nobody") for _ in range(1500)]
    browsers = [server.browser(network) for _ in range(16)]
    form = browsers[0].open("/register").field("form")
    jobs = [lambda n=n: name_lookup_response(browsers[n % 16], form, names[n]) for n in range(1500)]
    told = sum(answer.status == 422 for answer in in_parallel(16, jobs))
    must(told <= BUDGET, f"the registration form judged {told} of 1,500 names")
    # Look-ups by the API are counted together with those of the form. Forged address headers do not change that.
    liar = {"x-forwarded-for": "203.0.113.7", "x-real-ip": "203.0.113.8", "forwarded": "for=203.0.113.9"}
    refused = server.browser(network).api("GET", f"/user/{new_name()}", **liar)
    must(refused.status == 429, f"the API goes on looking up names: {refused}")
    other = server.browser()
    must(name_lookup_response(other, other.open("/register").field("form"), new_name()).status == 422, "another network is refused")


@attack(24)
def one_network_cannot_look_up_thousands_of_names_by_the_api(server):
    network = new_network()

    def asks():
        spoofed = f"203.0.113.{random.randrange(256)}"
        return server.browser(network).api("GET", f"/user/{new_name('nobody')}", **{"x-forwarded-for": spoofed}).status

    told = in_parallel(16, [asks] * 800).count(404)
    must(told <= BUDGET, f"the API judged {told} of 800 names")


@attack(24)
def an_administrator_s_name_is_not_distinguishable_from_others(server):
    chief, member = new_member(server), new_member(server)
    server.command("admin", "create", chief.name, chief.email)
    browser = server.browser()
    form = browser.open("/register").field("form")
    looks = {}
    for who, name in (("an administrator", chief.name), ("a member", member.name), ("an unknown name", new_name())):
        looks[who] = (is_taken(name_lookup_response(browser, form, name)), browser.api("GET", f"/user/{name}").status)
    same = looks["an administrator"] in (looks["a member"], looks["an unknown name"])
    must(same, f"(taken at the registration, status of the API): {looks}")
