"""Teachers with classes, students, members and administrators, and the steps that prepare them for an attack."""

import dataclasses
import re

from .browser import Browser
from .authenticator import Authenticator
from .registry import must
from .server import Server, new_name

PASSWORD = "correct horse battery"
STAGES = ["signed_in", "setup_opened", "connected", "signed_in_2fa"]


@dataclasses.dataclass
class Seat:
    number: int
    login: str
    password: str


@dataclasses.dataclass
class Class:
    server: Server
    teacher: Browser
    id: str
    seats: list[Seat]

    @property
    def page(self) -> str:
        return f"/classes/{self.id}"

    def board(self) -> dict:
        answer = self.teacher.load("/sfn/board-changes", id=self.id, since=-1)
        must(answer.status == 200, f"the teacher's own board: {answer}")
        return answer.json

    def badges(self, seat: Seat) -> list[str]:
        """The stages that a seat has reached."""
        row = next(row for row in self.board()["s"] if row["n"] == seat.number)
        return [stage for stage, at in zip(STAGES, row["g"]) if at is not None]

    def join_code(self) -> str:
        shown = self.teacher.get(self.page).text.split('class="join-code">')[1]
        return re.sub(r"\s", "", shown[:7])


def open_class(server: Server, seats: int, network: str = "") -> Class:
    """A teacher without an account opens a class."""
    teacher = server.browser(network)
    form = teacher.open("/").field("form")
    opened = teacher.submit("/classes", form=form, seats=seats, title="7b")
    must(opened.status in (302, 303), f"a class could not be opened: {opened}")
    board = teacher.open(opened.leads_to.replace(server.origin, ""))
    identity = teacher.here.split("/classes/")[1]
    server.keep_secret("a teacher link", re.search(r"/teach/([\w-]+)", board.text)[1])
    passwords = dict(teacher.call("/sfn/seat-passwords", id=identity).json)
    server.keep_secret("a student's password", *passwords.values())
    opened = Class(server, teacher, identity, [])
    for row in opened.board()["s"]:
        opened.seats.append(Seat(row["n"], row["l"], passwords[row["n"]]))
    return opened


def scan(browser: Browser) -> Authenticator:
    """Opens the set-up and scans its QR code."""
    page = browser.open("/set-up")
    address = next(
        (a["href"] for tag, a in page.tags() if tag == "a" and a.get("href", "").startswith("otpauth:")), None
    )
    must(address, f"no otpauth: address at {browser.here}: {page.status}")
    phone = Authenticator(re.search(r"secret=([A-Z2-7]+)", address)[1])
    browser.server.keep_secret("an authenticator's secret", phone.secret)
    return phone


def connect(browser: Browser) -> tuple[Authenticator, list[str]]:
    """Connects an authenticator and confirms the recovery codes."""
    phone = scan(browser)
    connected = browser.call("/set-up", code=phone.code())
    must(connected.done, f"the authenticator could not be connected: {connected}")
    codes = browser.load("/sfn/recovery-codes").json["codes"]
    browser.server.keep_secret("a recovery code", *codes)
    must(browser.call("/set-up/saved").done, "the recovery codes could not be marked as saved")
    return phone, codes


def give_password(browser: Browser, name: str, password: str):
    return browser.call("/sign-in", username=name, password=password)


def give_code(browser: Browser, code: str):
    return browser.call("/sign-in/code", code=code)


def is_signed_in(browser: Browser) -> bool:
    answer = browser.load("/sfn/who")
    return answer.status == 200 and answer.json is not None


@dataclasses.dataclass
class Member:
    browser: Browser
    name: str
    email: str
    phone: Authenticator
    codes: list[str]

    def change(self, path: str, code: str = "", **fields):
        """Sends a change that requires password and code again."""
        return self.browser.call(path, password=PASSWORD, code=code or self.phone.code(), **fields)

    def account(self) -> dict:
        answer = self.browser.load("/sfn/account")
        must(answer.status == 200, f"the member's own account: {answer}")
        return answer.json

    def browser_with_password_only(self, network: str = "") -> Browser:
        """Another browser in which the password was accepted and the second factor is missing."""
        other = self.browser.server.browser(network)
        given = give_password(other, self.name, PASSWORD)
        must(given.done, f"the right password was refused: {given}")
        return other


def register(browser: Browser, name: str, email: str, password: str = PASSWORD):
    form = browser.open("/register").field("form")
    return browser.call(
        "/register", form=form, username=name, email=email, password=password, password_again=password
    )


def confirm_email(browser: Browser, email: str) -> None:
    link = browser.server.mailed_link(email, "/confirm-email/")
    token = browser.open(f"/confirm-email/{link}").field("token")
    done = browser.call("/confirm-email", token=token)
    must(done.done, f"the address could not be confirmed: {done}")


def new_member(server: Server, confirmed: bool = True, network: str = "") -> Member:
    """A member with an authenticator, signed in, with a confirmed address."""
    browser, name = server.browser(network), new_name()
    server.keep_secret("a member's password", PASSWORD)
    email = f"{name}@school.example"
    registered = register(browser, name, email)
    must(registered.done, f"a member could not register: {registered}")
    phone, codes = connect(browser)
    if confirmed:
        confirm_email(browser, email)
    return Member(browser, name, email, phone, codes)


def new_api_member(server: Server, network: str = "") -> tuple[str, Authenticator, dict]:
    """A member who uses the API only: name, authenticator, tokens."""
    program, name = server.browser(network), new_name("program")
    email = f"{name}@school.example"
    body = {"username": name, "email": email, "password1": PASSWORD, "password2": PASSWORD}
    registered = program.api("POST", "/user", body)
    must(registered.status == 201, f"a member could not register by the API: {registered}")
    who = {"username": name, "password": PASSWORD}
    phone = Authenticator(program.api("POST", "/auth-totp/qrcode", who).json["secret"])
    server.keep_secret("an authenticator's secret", phone.secret)
    return name, phone, api_login(server, name, phone)


def api_login(server: Server, name: str, phone: Authenticator) -> dict:
    body = {"username": name, "password": PASSWORD, "security_code": phone.code()}
    answer = server.browser().api("POST", "/auth-jwt/login", body)
    must(answer.status == 200, f"the API's login: {answer}")
    tokens = answer.json
    server.keep_secret("a token", tokens["access_token"], tokens["refresh_token"])
    return tokens


def api_is_open(server: Server, token: str) -> bool:
    return server.browser().api("GET", "/auth-jwt/user-info", token=token).status == 200
