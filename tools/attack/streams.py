"""Attacks on the streams of server-sent events of boards and lessons."""

import http.client
import time

from .support.browser import Browser
from .support.people import give_password, new_member, open_class
from .support.registry import attack, must

# The server checks the rights of open streams every three seconds.
MAX_DELAY = 6


def open_stream(browser: Browser, path: str):
    """Opens a stream. Returns the connection and the response, whose lines are read later."""
    connection = http.client.HTTPConnection("127.0.0.1", browser.server.port, timeout=30)
    cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    headers = {"Host": browser.server.host, "Accept": "text/event-stream", "Cookie": cookies}
    connection.request("GET", path, headers=headers)
    return connection, connection.getresponse()


def events_until(response, wanted: str, seconds: float) -> list[str]:
    """The names of the events until one has the wanted name, or until the stream ends."""
    names, end = [], time.monotonic() + seconds
    while time.monotonic() < end:
        line = response.readline()
        if not line:
            break
        if line.startswith(b"event:"):
            names.append(line[6:].strip().decode())
            if names[-1] == wanted:
                break
    return names


@attack(11)
def a_stream_of_a_board_is_hidden_from_strangers_students_and_other_teachers(server):
    known, other = open_class(server, 1), open_class(server, 1)
    student = server.browser()
    must(give_password(student, known.seats[0].login, known.seats[0].password).done, "the student's password")
    stranger = server.browser()
    stranger.open("/")
    for who, browser in (("a stranger", stranger), ("a student", student), ("another teacher", other.teacher)):
        for page in ("", "?page=rows", "?page=projector", "?since=-9223372036854775808"):
            connection, response = open_stream(browser, f"{known.page}/events{page}")
            must(response.status == 404, f"{who} follows the board: {response.status}")
            connection.close()
    connection, response = open_stream(stranger, "/lesson/events")
    must(response.status == 401, f"a stranger follows a lesson: {response.status}")
    connection.close()
    connection, response = open_stream(known.teacher, f"{known.page}/events?page=projector")
    must(response.status == 200, f"the teacher cannot follow the own class: {response.status}")
    names = known.seats[0].login
    seen = b"".join(response.readline() for _ in range(4)).decode()
    must(names not in seen, "the stream of the projector page contains a login")
    connection.close()


@attack(21)
def a_stream_ends_with_the_session_that_has_opened_it(server):
    member = new_member(server)
    form = member.browser.open("/classes").field("form")
    board = member.browser.submit("/classes", form=form, seats=1, title="7b").leads_to
    connection, response = open_stream(member.browser, f"/classes/{board.rsplit('/', 1)[1]}/events")
    must(response.status == 200, f"the member's own stream: {response.status}")
    must(events_until(response, "changes", 5) == ["changes"], "the stream begins with the board")
    other = member.browser_with_password_only()
    must(other.call("/sign-in/code", code=member.phone.code()).done, "the member's second browser")
    must(other.call("/account/end-others").done, "the other sessions could not be ended")
    names = events_until(response, "ended", MAX_DELAY)
    must(names and names[-1] == "ended", f"the stream of an ended session goes on: {names}")
    connection.close()
