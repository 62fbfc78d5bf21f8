"""Attacks on password and code at the sign-in: order, reuse, expiry, guessing."""

import time

from .support.people import PASSWORD, connect, give_code, give_password, is_signed_in, new_api_member, new_member, open_class
from .support.authenticator import Authenticator, step_now, wait_for_new_step
from .support.registry import attack, must
from .support.server import in_parallel, new_name, new_network
from .support.crawler import crawl

# Pages that a browser in which only the password was accepted is allowed to use.
# The practice phone shows the login that was typed, because it forgets the accounts of all others.
CHALLENGE = {"/sign-in", "/sign-in/code", "/phone", "/sign-in/help", "/sign-in/recovery-code", "/sign-in/enrolment-code"}


def the_same_for_a_stranger(server, browser_with_password_only, pages: set[str], private: list[str]) -> None:
    """If only the password was accepted in a browser, every page gives it the same answer as an anonymous browser."""
    stranger = server.browser()
    for page in sorted(pages):
        if page.split("?")[0] in CHALLENGE:
            continue
        seen, expected = browser_with_password_only.get(page), stranger.get(page)
        must((seen.status, seen.leads_to) == (expected.status, expected.leads_to), f"{page}: {seen}, a stranger: {expected}")
        for text in private:
            must(text not in seen.text, f"{page} shows {text!r} to a browser with only the password")


@attack(1)
def a_student_s_password_alone_opens_no_page(server):
    lesson = open_class(server, 1)
    seat, student = lesson.seats[0], server.browser()
    must(give_password(student, seat.login, seat.password).done, "the right password was refused")
    connect(student)
    found = crawl(student, "/lesson", "/set-up", "/set-up/recovery-codes", "/phone", "/account")
    must(len(found.pages) > 5, f"only {found.pages} were found")
    half = server.browser()
    must(give_password(half, seat.login, seat.password).done, "the right password was refused")
    the_same_for_a_stranger(server, half, found.pages, [seat.login])
    must(not is_signed_in(half), "signed in by the password alone")


@attack(1)
def a_member_s_password_alone_opens_no_page(server):
    member = new_member(server)
    form = member.browser.open("/classes").field("form")
    board = member.browser.submit("/classes", form=form, seats=2, title="7b").leads_to.replace(server.origin, "")
    found = crawl(member.browser, "/classes", "/account", board, f"{board}/handouts", f"{board}/projector", f"{board}/results.csv")
    must(len(found.pages) > 10, f"only {found.pages} were found")
    half = member.browser_with_password_only()
    the_same_for_a_stranger(server, half, found.pages, [member.name, member.email])
    for path in found.forms - CHALLENGE - {"/language", "/theme", "/sign-out", "/sign-in/cancel", "/sign-in/send"}:
        must(not half.call(path, id=board.rsplit("/", 1)[1], email="thief@school.example").done, f"POST {path} was done")
    must(not is_signed_in(member.browser_with_password_only()), "signed in by the password alone")


@attack(1)
def a_password_alone_opens_no_operation_of_the_api(server):
    name, _, _ = new_api_member(server)
    half = server.browser()
    must(give_password(half, name, PASSWORD).done, "the right password was refused")
    calls = half.send("GET", "/api/openapi.json").json["paths"]
    tried = 0
    for path, methods in calls.items():
        for method, call in methods.items():
            if not isinstance(call, dict) or not call.get("security"):
                continue
            tried += 1
            where = path.removeprefix("/api/v1").replace("{", "").replace("}", "")
            answer = half.api(method.upper(), where, {} if method in ("post", "patch", "put") else None)
            must(answer.status == 401, f"{method} {path}: {answer}")
    must(tried > 8, f"only {tried} calls of the description need a token")
    login = half.api("POST", "/auth-jwt/login", {"username": name, "password": PASSWORD, "security_code": ""})
    must(login.status in (400, 422), f"a login without a code: {login}")


@attack(2)
def a_code_entered_in_one_browser_does_not_sign_in_another_browser(server):
    member = new_member(server)
    waiting = member.browser_with_password_only()
    one = member.browser_with_password_only()
    must(give_code(one, member.phone.code()).done, "the right code was refused")
    must(is_signed_in(one) and not is_signed_in(waiting), "a code let in a browser that never gave one")
    must(waiting.get("/classes").status != 200, "the other browser reads the member's classes")


@attack(3)
def a_confirmed_secret_is_never_shown_again(server):
    member = new_member(server)
    found = crawl(member.browser, "/account", "/set-up", "/classes", "/account/phone")
    found.texts["data.json"] = member.browser.submit("/account/data.json").text
    found.texts["half way in"] = member.browser_with_password_only().open("/set-up").text
    who = {"username": member.name, "password": PASSWORD}
    answer = server.browser().api("POST", "/auth-totp/qrcode", who)
    must(answer.status == 409, f"a QR code for the password of a connected member: {answer}")
    found.texts["qrcode"] = answer.text
    for page, text in found.texts.items():
        must(member.phone.secret not in text, f"{page} shows the confirmed secret")
        must("otpauth:" not in text, f"{page} shows an otpauth address")


@attack(4)
def the_code_that_connected_the_phone_does_not_sign_in(server):
    lesson = open_class(server, 1)
    seat, student = lesson.seats[0], server.browser()
    give_password(student, seat.login, seat.password)
    phone, _ = connect(student)
    again = server.browser()
    give_password(again, seat.login, seat.password)
    refused = give_code(again, phone.at(phone.used))
    must(refused.status == 422 and not is_signed_in(again), f"the code of the set-up: {refused}")
    must(lesson.badges(seat) == ["signed_in", "setup_opened", "connected"], f"badges {lesson.badges(seat)}")
    must(give_code(again, phone.code()).done, "the next code was refused")
    must(lesson.badges(seat)[-1] == "signed_in_2fa", f"badges {lesson.badges(seat)}")


@attack(4)
def fifty_requests_with_one_code_have_one_success(server):
    member = new_member(server)
    half, code = member.browser_with_password_only(), member.phone.code()
    copies = [half.copy() for _ in range(50)]
    answers = in_parallel(50, [lambda copy=copy: give_code(copy, code) for copy in copies])
    inside = sum(is_signed_in(copy) for copy in copies)
    must(sum(answer.done for answer in answers) == 1 and inside <= 1, f"{inside} browsers are signed in by one code")


@attack(4, when="alone")
def fifty_api_logins_with_one_code_have_one_success(server):
    name, phone, _ = new_api_member(server)
    body = {"username": name, "password": PASSWORD, "security_code": phone.code()}
    network = new_network()
    logins = [lambda: server.browser(network).api("POST", "/auth-jwt/login", body) for _ in range(50)]
    won = sum(answer.status == 200 for answer in in_parallel(25, logins))
    must(won == 1, f"{won} logins with one code")


@attack(5)
def codes_two_steps_away_are_refused(server):
    member = new_member(server)
    for offset in (-2, 2):
        half = member.browser_with_password_only()
        wait_for_new_step()
        refused = give_code(half, member.phone.at(step_now() + offset))
        must(refused.status == 422 and not is_signed_in(half), f"the code of step {offset:+}: {refused}")
    lesson = open_class(server, 1)
    student = server.browser()
    give_password(student, lesson.seats[0].login, lesson.seats[0].password)
    page = student.open("/set-up").text
    phone = Authenticator(page.split("secret=")[1][:32])
    for offset in (-2, 2):
        wait_for_new_step()
        refused = student.call("/set-up", code=phone.at(step_now() + offset))
        must(refused.status == 422, f"the set-up takes the code of step {offset:+}: {refused}")


@attack(7)
def after_the_sixth_wrong_code_the_right_one_is_refused(server):
    lesson = open_class(server, 30)
    seat, student, network = lesson.seats[0], server.browser(), new_network()
    give_password(student, seat.login, seat.password)
    phone, _ = connect(student)
    statuses = []
    for _ in range(7):
        guesser = server.browser(network)
        give_password(guesser, seat.login, seat.password)
        statuses.append(give_code(guesser, phone.wrong_code()).status)
    must(statuses[:5] == [422] * 5 and statuses[6] == 429, f"seven wrong codes: {statuses}")
    fresh = server.browser(network)
    give_password(fresh, seat.login, seat.password)
    refused = give_code(fresh, phone.code())
    must(refused.status == 429 and not is_signed_in(fresh), f"the right code while locked: {refused}")
    for other in lesson.seats[1:]:
        given = give_password(server.browser(network), other.login, other.password)
        must(given.done, f"another student behind the same address: {given}")
    must(lesson.teacher.call("/classes/seat", id=lesson.id, number=seat.number, act="unlock").done, "no unlocking")
    must(give_code(fresh, phone.code()).done, "the right code after the teacher has unlocked")


@attack(7)
def after_the_sixth_wrong_password_the_right_one_is_refused(server):
    member, network = new_member(server, confirmed=False), new_network()
    statuses = [give_password(server.browser(network), member.name, f"wrong horse {n}").status for n in range(7)]
    must(statuses[:5] == [401] * 5 and statuses[6] == 429, f"seven wrong passwords: {statuses}")
    refused = give_password(server.browser(), member.name, PASSWORD)
    must(refused.status == 429, f"the right password from an unknown browser while locked: {refused}")
    # The browser in which the owner has signed in before has a separate counter of wrong passwords.
    must(member.browser.call("/sign-out").status < 400, "signing out failed")
    must(give_password(member.browser, member.name, PASSWORD).done, "a stranger locked the owner's browser out")


@attack(7)
def recovery_codes_cannot_be_guessed(server):
    member = new_member(server, confirmed=False)
    half = member.browser_with_password_only()
    statuses = []
    for n in range(7):
        statuses.append(half.call("/sign-in/recovery-code", recovery_code=f"aaaa-aaaa-aaaa-aa{n:02}").status)
    must(statuses[:5] == [422] * 5 and statuses[6] == 429, f"seven wrong recovery codes: {statuses}")
    refused = half.call("/sign-in/recovery-code", recovery_code=member.codes[0])
    must(refused.status == 429 and not is_signed_in(half), f"the right one while locked: {refused}")


@attack(8)
def an_unknown_name_and_a_wrong_password_get_the_same_answer(server):
    member, lesson = new_member(server), open_class(server, 1)
    pairs = [(member.name, new_name()), (member.email, f"{new_name()}@school.example"), (lesson.seats[0].login, "otter-0001")]

    def look(answer):
        shown = {key: value for key, value in answer.json.items() if key != "at"}
        return answer.status, sorted(shown.items()), answer.header("content-type")

    for known, unknown in pairs:
        seen = []
        for name in (known, unknown):
            page = look(give_password(server.browser(), name, "wrong horse battery"))
            who = {"username": name, "password": "wrong horse battery"}
            qr = look(server.browser().api("POST", "/auth-totp/qrcode", who))
            login = look(server.browser().api("POST", "/auth-jwt/login", who | {"security_code": "123456"}))
            forgot = server.browser().call("/forgot", username=name)
            seen.append((page, qr, login, forgot.status, forgot.body))
        must(seen[0] == seen[1], f"{known}: {seen[0]}, unknown: {seen[1]}")


@attack(16)
def recovery_codes_are_shown_once_and_work_once(server):
    member = new_member(server, confirmed=False)
    for page, text in crawl(member.browser, "/set-up/recovery-codes", "/account").texts.items():
        must(not any(code in text for code in member.codes), f"{page} shows a recovery code again")
    half = member.browser_with_password_only()
    copies = [half.copy() for _ in range(20)]
    jobs = [lambda copy=copy: copy.call("/sign-in/recovery-code", recovery_code=member.codes[0]) for copy in copies]
    won = sum(answer.done for answer in in_parallel(20, jobs))
    must(won == 1, f"one recovery code had {won} successes")


@attack(19)
def there_is_no_default_account(server):
    for name in ("admin", "root", "demo", "teacher", "test", "stepwise"):
        for password in ("admin", "password", "stepwise", name):
            refused = give_password(server.browser(), name, password)
            must(refused.status in (401, 422, 429), f"{name}/{password}: {refused}")


@attack()
def passwords_that_contain_the_name_or_the_address_are_refused(server):
    def registers(name: str, password: str) -> int:
        browser = server.browser()
        form = browser.open("/register").field("form")
        fields = {"form": form, "username": name, "email": f"{name}@school.example", "password": password}
        return browser.call("/register", **fields, password_again=password).status

    name = new_name("grasshopper")
    for password in (f"{name}-2026!", f"my {name.upper()} secret", f"{name}@school.example", "Stepwise2026!"):
        must(registers(name, password) == 422, f"the password {password!r} of {name!r} was accepted")
    must(registers(name, f"quiet {time.time_ns()} lantern") < 400, "a good password was refused")
