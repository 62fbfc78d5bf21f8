#!/usr/bin/env python3
"""Runs a small lesson on a running server like a browser without JavaScript. Needs only Python.

smoke-test.py run URL SEATS FILE    open a class, let every student pass all four stages, and write the board to FILE
smoke-test.py compare URL FILE      check that the board of that class is the same and that its first student can sign in
FILE contains the teacher's session and the students' keys, so use it only with temporary servers.
"""
import base64
import csv
import hashlib
import hmac
import json
import os
import re
import struct
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from html import unescape

STEP_SECONDS = 30


class Client:
    """An HTTP client with cookies. The address of the server can change between the requests."""

    def __init__(self, url, cookies=None):
        self.url, self.cookies = url, dict(cookies or {})

    def send(self, path, form=None, accept="text/html"):
        headers = {"Accept": accept, "Origin": self.url, "Sec-Fetch-Site": "same-origin", "Accept-Language": "en"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        data = None if form is None else urllib.parse.urlencode(form).encode()
        request = urllib.request.Request(self.url + path, data=data, headers=headers)
        try:
            answer = OPENER.open(request, timeout=30)
        except urllib.error.HTTPError as error:
            answer = error
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, value = cookie.split(";")[0].split("=", 1)
            self.cookies.pop(name, None)
            if value and "Max-Age=0" not in cookie:
                self.cookies[name] = value
        return answer.status, answer.headers, answer.read().decode()

    def get(self, path, accept="text/html"):
        status, _, body = self.send(path, accept=accept)
        assert status == 200, f"GET {path}: {status}"
        return body

    def submit(self, path, leads_to, **form):
        status, headers, body = self.send(path, form)
        location = headers.get("Location") or ""
        refused = self.cookies.pop("refused", None)
        assert status in (302, 303) and leads_to in location and not refused, f"{path}: {status} {location}"
        return urllib.parse.urlparse(location).path


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


OPENER = urllib.request.build_opener(NoRedirect)


def code_at(secret, step):
    digest = hmac.new(base64.b32decode(secret + "=" * (-len(secret) % 8)), struct.pack(">Q", step), hashlib.sha1).digest()
    at = digest[19] & 15
    return f"{(struct.unpack('>I', digest[at:at + 4])[0] & 0x7FFFFFFF) % 1000000:06}"


def board_of(teacher, class_id):
    """The data of an open board without the time of the request."""
    changes = json.loads(teacher.get(f"/sfn/board-changes?id={class_id}&since=-1", "application/json"))
    del changes["t"]
    return changes


def pass_all_stages(url, login, password):
    """Passes all four stages. The last sign-in does not wait: it uses the next code, which the server accepts."""
    student = Client(url)
    student.submit("/sign-in", "/lesson", username=login, password=password)
    page = unescape(student.get("/set-up"))
    secret = re.search(r"otpauth:[^\"]*[?&]secret=([A-Z2-7]+)", page).group(1)
    step = int(time.time()) // STEP_SECONDS
    student.submit("/set-up", "/", code=code_at(secret, step))
    student.send("/set-up/saved", {})
    student.submit("/sign-out", "/")
    student.submit("/sign-in", "/sign-in/code", username=login, password=password)
    student.submit("/sign-in/code", "/lesson", code=code_at(secret, step + 1))
    return {"login": login, "password": password, "secret": secret, "step": step + 1}


def run(url, seats, file):
    began = time.monotonic()
    teacher = Client(url)
    form = re.search(r'name="form"[^>]*value="([^"]+)"', teacher.get("/")).group(1)
    class_id = teacher.submit("/classes", "/classes/", form=form, seats=seats, title="7b").rsplit("/", 1)[1]
    teacher.get(f"/classes/{class_id}")
    cards = teacher.get(f"/classes/{class_id}/handouts.csv", "text/csv").lstrip("\ufeff").splitlines()
    students = [pass_all_stages(url, card["Login"], card["Password"]) for card in csv.DictReader(cards)]
    assert len(students) == seats
    board = board_of(teacher, class_id)
    # "g": the times at which the badges turned green.
    green = sum(None not in seat["g"] and len(seat["g"]) == 4 for seat in board["s"])
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as output:
        json.dump({"class": class_id, "cookies": teacher.cookies, "students": students, "board": board}, output)
    print(f"{seats} students passed four stages each in {time.monotonic() - began:.1f} s, {green} rows have four green badges")
    assert green == seats, board["s"][0]


def compare(url, file):
    saved = json.load(open(file))
    teacher = Client(url, saved["cookies"])
    board = board_of(teacher, saved["class"])
    assert board == saved["board"], f"the board is different: {board}"
    first = saved["students"][0]
    # The code that the student used last, on the first server, must be refused as used by this server too.
    student = Client(url)
    student.submit("/sign-in", "/sign-in/code", username=first["login"], password=first["password"])
    student.send("/sign-in/code", {"code": code_at(first["secret"], first["step"])})
    assert student.cookies.pop("refused", None), "a used code was accepted again"
    while int(time.time()) // STEP_SECONDS <= first["step"] - 1:
        time.sleep(0.5)
    student.submit("/sign-in/code", "/lesson", code=code_at(first["secret"], int(time.time()) // STEP_SECONDS + 1))
    print(f"the board is the same ({len(board['s'])} rows), {first['login']} signs in, a used code is refused")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["run", url, seats, file]:
            run(url.rstrip("/"), int(seats), file)
        case ["compare", url, file]:
            compare(url.rstrip("/"), file)
        case _:
            sys.exit(__doc__)
