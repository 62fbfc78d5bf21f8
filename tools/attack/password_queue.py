"""Attacks with expensive work: one client makes the server hash passwords while another client signs in."""

import json
import pathlib
import statistics
import subprocess
import sys
import time

from .support.people import PASSWORD, give_password, new_member
from .support.registry import attack, must
from .support.server import in_parallel, new_name, new_network

SECONDS = 3


def time_of_a_sign_in(server, member) -> float:
    browser = server.browser()
    began = time.monotonic()
    given = give_password(browser, member.name, PASSWORD)
    took = time.monotonic() - began
    must(given.done, f"the right password of another client was refused: {given}")
    return took


def flood(server, path: str, fields: dict) -> subprocess.Popen:
    """64 threads of one client send this form again and again."""
    job = {"port": server.port, "host": server.host, "origin": server.origin, "network": new_network(), "path": path}
    job |= {"fields": fields, "threads": 64, "seconds": SECONDS}
    tools = pathlib.Path(__file__).resolve().parent.parent
    child = subprocess.Popen(
        [sys.executable, "-B", "-m", "attack.support.flood"], cwd=tools, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    child.stdin.write(json.dumps(job))
    child.stdin.close()
    return child


def slowed_down(server, member, path: str, fields: dict) -> tuple[float, float, str]:
    """The median time of a sign-in before and during the flood of this form, and the statuses of the flood."""
    calm = statistics.median(time_of_a_sign_in(server, member) for _ in range(9))
    began = time.monotonic()
    child = flood(server, path, fields)
    time.sleep(0.7)
    times = []
    while time.monotonic() < began + SECONDS:
        times.append(time_of_a_sign_in(server, member))
    counts = child.stdout.read().strip()
    child.wait()
    return calm, statistics.median(times), counts


def stays_quick(server, path: str, fields: dict) -> None:
    member = new_member(server, confirmed=False)
    measured = []
    # Other programs on the machine can make a measurement slow. If one of three measurements is fast, the server is not
    # the cause.
    for _ in range(3):
        calm, busy, counts = slowed_down(server, member, path, fields)
        measured.append(f"{1000 * calm:.0f} ms calm, {1000 * busy:.0f} ms under load (answers {counts})")
        if busy < 5 * max(calm, 0.05):
            return
    must(False, f"a sign-in of another client: {'; '.join(measured)}")


@attack(25, when="alone")
def sixty_four_threads_that_send_a_used_form_again_do_not_slow_others_down(server):
    browser, name = server.browser(), new_name()
    fields = {"form": browser.open("/register").field("form"), "username": name, "email": f"{name}@school.example"}
    fields |= {"password": PASSWORD, "password_again": PASSWORD}
    must(browser.call("/register", **fields).done, "registering was refused")
    stays_quick(server, "/register", fields)


@attack(25, when="alone")
def sixty_four_threads_of_sign_ins_do_not_slow_others_down(server):
    victim = new_member(server, confirmed=False)
    stays_quick(server, "/sign-in", {"username": victim.name, "password": PASSWORD})


@attack(25, when="alone")
def a_password_that_was_not_checked_is_not_counted_as_wrong(server):
    member, network = new_member(server, confirmed=False), new_network()
    answers = in_parallel(64, [lambda: give_password(server.browser(network), member.name, PASSWORD)] * 64)
    statuses = {answer.status for answer in answers}
    must(statuses <= {200, 204, 302, 303, 429, 503} and 401 not in statuses, f"right passwords were answered {statuses}")
    given = give_password(server.browser(), member.name, PASSWORD)
    must(given.done, f"after a storm of right passwords the right one is refused: {given}")
