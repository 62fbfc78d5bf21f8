"""Attacks with what teachers and students type: markup in names and questions, formulas in tables, huge files."""

import csv
import html
import io
import time

from .support.browser import Browser
from .support.people import Class, give_password, open_class
from .support.registry import attack, must
from .support.server import in_parallel

MARKUP = "<img src=x onerror=alert(1)></script><b>\"'"
FORMULAS = ['=HYPERLINK("http://evil.example")', "+1+1", "-2+3", "@SUM(A1)", "=1+1\n=2", "\t=1", "\r=1"]
BOUNDARY = "form-boundary"


def upload(browser: Browser, path: str, content: bytes, **headers: str):
    part = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="list.csv"\r\n\r\n'
    body = part.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()
    head = {
        "Accept": "text/html",
        "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
        "Origin": browser.server.origin,
        "Sec-Fetch-Site": "same-origin",
    }
    head |= {name.replace("_", "-").title(): value for name, value in headers.items()}
    return browser.send("POST", path, head, body)


def pages_of(known: Class) -> list[str]:
    return [known.page + page for page in ("", "/results", "/handouts", "/names", "/questions", "/finish", "/projector", "/seats/1")]


@attack()
def markup_in_names_and_questions_is_shown_as_text(server):
    known = open_class(server, 3)
    names = [f"{MARKUP} {number}" for number in range(3)]
    must(upload(known.teacher, f"{known.page}/names-file", "\n".join(names).encode()).status == 303, "the list of names")
    plain = MARKUP.replace("<", "&lt;").replace(">", "&gt;")
    question = f"::x::{MARKUP.replace('=', chr(92) + '=')} {{={MARKUP.replace('=', chr(92) + '=')} 1 ~{MARKUP.replace('=', chr(92) + '=')} 2}}"
    must(upload(known.teacher, f"{known.page}/questions-file", question.encode()).status == 303, "the questions")
    student = server.browser()
    must(give_password(student, known.seats[0].login, known.seats[0].password).done, "the student's password")
    seen = ""
    for browser, pages in ((known.teacher, pages_of(known)), (student, ["/lesson", "/lesson/questions"])):
        for page in pages:
            text = browser.get(page).text
            must("<img src=x" not in text and "<b>\"'" not in text, f"{page} contains markup that a user has typed")
            seen += text
    must("onerror" in seen and (plain[:20] in seen or "img src" in html.unescape(seen)), "the names are nowhere")


@attack()
def no_cell_of_a_table_is_a_formula(server):
    known = open_class(server, len(FORMULAS))
    for seat, formula in zip(known.seats, FORMULAS):
        labelled = known.teacher.call("/classes/seat", id=known.id, number=seat.number, act="label", label=formula)
        must(labelled.done, f"the label {formula!r}: {labelled}")
    for table in ("results.csv", "grades.csv", "handouts.csv"):
        text = known.teacher.get(f"{known.page}/{table}").text.lstrip("\ufeff")
        for row in csv.reader(io.StringIO(text), delimiter=";" if ";" in text.splitlines()[0] else ","):
            for cell in row:
                must(not cell.startswith(("=", "+", "-", "@", "\t", "\r")), f"{table} contains the formula {cell!r}")


@attack(14)
def files_from_other_sites_are_refused(server):
    known = open_class(server, 2)
    for path in ("names-file", "questions-file"):
        for headers in ({"sec_fetch_site": "cross-site"}, {"origin": "http://evil.example", "sec_fetch_site": "cross-site"}):
            sent = upload(known.teacher, f"{known.page}/{path}", b"Eve", **headers)
            must(sent.status == 403, f"{path} from another site: {sent}")
    must(not any(row.get("b") == "Eve" for row in known.board()["s"]), "another site has named a student")


@attack(25, when="alone")
def files_that_are_slow_to_read_do_not_keep_others_waiting(server):
    """Files of the maximum size with the most choices, names and separators that fit into them."""
    known = open_class(server, 2)
    choices = "".join(f"~{number:x}" for number in range(13_000))
    files = [
        ("questions-file", f"? {{=z{choices}}}".encode()),
        ("questions-file", ("a\n\n" * 21_000).encode()),
        ("questions-file", ("\\" * 64_000).encode()),
        ("names-file", ("a\n" * 190_000).encode()),
        ("names-file", ('"' * 380_000).encode()),
        ("names-file", ("Name" + "," * 380_000).encode()),
        ("names-file", "\n".join(f"{number:x}" for number in range(70_000)).encode()),
    ]

    def seconds(path, content):
        began = time.monotonic()
        sent = upload(known.teacher, f"{known.page}/{path}", content)
        must(sent.status == 303, f"{path} with {len(content)} bytes: {sent}")
        return time.monotonic() - began

    calm = min(seconds("names-file", b"Ada") for _ in range(3))
    for path, content in files:
        took = min(seconds(path, content) for _ in range(3))
        must(took < 0.2 + 10 * calm, f"a file that begins with {content[:12]} takes {took:.2f} s, a short one {calm:.2f} s")


@attack(13)
def fifty_answers_of_one_student_count_once(server):
    known = open_class(server, 1)
    must(known.teacher.call("/classes/questions", id=known.id, on="true").done, "the questions of the class")
    student = server.browser()
    must(give_password(student, known.seats[0].login, known.seats[0].password).done, "the student's password")
    fields = {"phase": "before", "set": student.open("/lesson/questions").field("set")}
    fields |= {f"answers[q{number}]": 0 for number in range(5)}
    sent = in_parallel(50, [lambda: student.copy().call("/lesson/questions-answer", **fields) for _ in range(50)])
    done = sum(answer.done for answer in sent)
    must(done == 1, f"{done} of fifty answers were counted")
