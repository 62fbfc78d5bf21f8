"""Attacks on boards, badges and seats: access without permission, and a kill of the server during a change."""

import threading
import time

from .support.people import connect, give_password, open_class, scan
from .support.process import Process
from .support.registry import attack, must
from .support.server import in_parallel


def pages_of(lesson) -> list[str]:
    pages = ["", "/handouts", "/projector", "/results", "/results.csv"]
    data = [f"/sfn/{name}?id={lesson.id}&since=-1" for name in ("board-changes", "board-update")]
    return [lesson.page + page for page in pages] + data


@attack(11)
def a_class_is_hidden_from_strangers_students_and_other_teachers(server):
    lesson, other = open_class(server, 2), open_class(server, 1)
    student = server.browser()
    must(give_password(student, lesson.seats[0].login, lesson.seats[0].password).done, "the right password was refused")
    readable = [page for page in pages_of(lesson) if lesson.teacher.get(page).status == 200]
    must(len(readable) >= 5, f"the teacher reads only {readable}")
    # The address of an event stream is tried too, although this server has none.
    for page in [*readable, f"{lesson.page}/events"]:
        for who, browser in (("a stranger", server.browser()), ("a student", student), ("another teacher", other.teacher)):
            answer = browser.get(page)
            must(answer.status in (401, 404), f"{who} at {page}: {answer}")
            must(lesson.seats[1].login not in answer.text, f"{who} reads logins at {page}")
    for what in ("pause", "end", "teacher_link"):
        answer = other.teacher.call("/classes/act", id=lesson.id, what=what)
        must(answer.status == 404, f"another teacher's {what}: {answer}")
    stolen = other.teacher.call("/sfn/seat-passwords", id=lesson.id)
    must(stolen.status == 404, f"another teacher asks for the passwords: {stolen}")


@attack(11, 12)
def ids_passwords_and_join_codes_of_a_class_cannot_be_guessed(server):
    lessons = [open_class(server, 40) for _ in range(4)]
    # An id begins with the time at which the class was opened. The rest of the id is random.
    must(len({lesson.id[-12:] for lesson in lessons}) == 4, "the ends of ids repeat")
    must(len({lesson.join_code() for lesson in lessons}) == 4, "join codes repeat")
    passwords = [seat.password for lesson in lessons for seat in lesson.seats]
    must(len(set(passwords)) == 160, "passwords repeat")
    must(all(len(password) >= 12 for password in passwords), "a password is short")
    words = {word for password in passwords for word in password.split("-")[:2]}
    must(len(words) > 150, f"320 words of 160 passwords are only {len(words)} different ones")


@attack(13)
def requests_out_of_order_earn_no_badge(server):
    lesson = open_class(server, 2)
    seat, other = lesson.seats
    student, second = server.browser(), server.browser()
    must(give_password(second, other.login, other.password).done, "the right password was refused")
    phone = scan(second)
    attempts = [("/set-up", {"code": phone.code()}), ("/set-up/saved", {}), ("/sign-in/code", {"code": phone.code()})]
    for path, fields in attempts:
        must(not student.call(path, **fields).done, f"a stranger's {path}")
    must(lesson.badges(seat) == [], f"badges {lesson.badges(seat)}")
    must(give_password(student, seat.login, seat.password).done, "the right password was refused")
    for path, fields in attempts:
        answer = student.call(path, **fields)
        must(path == "/set-up/saved" or not answer.done, f"{path} before the set-up: {answer}")
    claims = {"stage": "connected", "stages": "4", "signed_in_2fa": "true"}
    student.call("/sign-in", username=seat.login, password=seat.password, **claims)
    must(lesson.badges(seat) == ["signed_in"], f"badges {lesson.badges(seat)}")


@attack(15)
def the_secret_of_one_student_does_not_connect_another_student(server):
    lesson = open_class(server, 2)
    one, two = server.browser(), server.browser()
    for browser, seat in ((one, lesson.seats[0]), (two, lesson.seats[1])):
        must(give_password(browser, seat.login, seat.password).done, "the right password was refused")
    mine, theirs = scan(one), scan(two)
    must(mine.secret != theirs.secret, "two students have one secret")
    must(not two.call("/set-up", code=mine.code()).done, "connected with another student's code")
    # The thief with the password does not see the secret that the owner will confirm.
    thief = server.browser()
    must(give_password(thief, lesson.seats[0].login, lesson.seats[0].password).done, "the right password was refused")
    must(scan(thief).secret != mine.secret, "another session with the password reads the pending secret")
    must(one.call("/set-up", code=mine.code()).done, "the owner's code was refused")


@attack(18, when="alone")
def a_class_is_opened_whole_or_not_at_all_when_the_server_is_killed(server):
    with Process() as process:
        for pause in (0.01, 0.06, 0.2):
            teacher = process.browser()
            form = teacher.open("/").field("form")
            answers = []

            def opens():
                try:
                    answers.append(teacher.submit("/classes", form=form, seats=500, title="7b"))
                except OSError:
                    pass

            opening = threading.Thread(target=opens)
            opening.start()
            time.sleep(pause)
            process.kill()
            opening.join()
            process.start()
            acknowledged = bool(answers) and answers[0].status in (302, 303)
            seats = process.rows("SELECT count(*) FROM seat GROUP BY class_id")
            must(all(row == (500,) for row in seats), f"classes with {seats} of 500 seats")
            must(not acknowledged or seats, "a class that was acknowledged is gone")


@attack(30)
def a_removed_seat_ends_its_session(server):
    lesson = open_class(server, 2)
    seat, student = lesson.seats[0], server.browser()
    must(give_password(student, seat.login, seat.password).done, "the right password was refused")
    connect(student)
    must(student.get("/lesson").status == 200, "the student's own lesson")
    removed = lesson.teacher.call("/classes/seat", id=lesson.id, number=seat.number, act="remove")
    must(removed.done, f"the seat could not be removed: {removed}")
    gone = student.get("/lesson")
    must(gone.status != 200, f"the session of a removed seat goes on: {gone}")
    must(not give_password(server.browser(), seat.login, seat.password).done, "a removed seat signs in")


@attack(27)
def one_client_does_not_take_every_free_seat(server):
    lesson = open_class(server, 200)
    must(lesson.teacher.call("/classes/self-join", id=lesson.id, on="true").done, "seats cannot be taken")
    code, network = lesson.join_code(), lesson.teacher.network

    def taken() -> int:
        return sum("h" in row for row in lesson.board()["s"])

    def takes(browser):
        found = browser.call("/join", join_code=code)
        must(found.done, f"the right join code was refused: {found}")
        page = browser.open(found.leads_to)
        if 'name="form"' in page.text:
            browser.call("/join/seat", join_code=code, form=page.field("form"))

    one = server.browser(network)
    for _ in range(5):
        takes(one)
    must(taken() == 1, f"one browser has {taken()} seats")
    # One client, which drops its cookies after every request.
    in_parallel(8, [lambda: takes(server.browser(network)) for _ in range(160)])
    must(taken() <= 120, f"one address has taken {taken()} of 200 seats within seconds")
