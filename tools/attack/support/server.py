"""A temporary server: its address, its mails, and the secrets that attacks have seen."""

import email
import email.message
import email.policy
import itertools
import os
import pathlib
import re
import subprocess
import threading
import time

from .browser import Browser
from .registry import must

_networks = itertools.count(1)
_names = itertools.count(1)


def new_network() -> str:
    """A client address that no other attack uses, so that other attacks do not use up the limits of its network."""
    number = next(_networks)
    return f"127.{100 + number // 62500}.{number // 250 % 250 + 1}.{number % 250 + 1}"


def new_name(word: str = "member") -> str:
    return f"{word}{next(_names)}x{os.getpid()}"


class Server:
    def __init__(self, port: int, data: str, log: str, base_url: str = ""):
        self.port, self.data, self.log = port, pathlib.Path(data), pathlib.Path(log)
        self.origin = base_url or f"http://127.0.0.1:{port}"
        self.host = self.origin.split("://")[1]
        self.binary = os.environ["STEPWISE_BINARY"]
        # Secrets that must not be in any file or log, and what each of them is. The attacks fill this in.
        self.secrets: dict[str, str] = {}
        # Mails that have already been read, by file name.
        self.mails: dict[str, email.message.EmailMessage] = {}

    def browser(self, network: str = "") -> Browser:
        return Browser(self, network or new_network())

    def keep_secret(self, what: str, *secrets: str) -> None:
        for secret in secrets:
            self.secrets[secret] = what

    def command(self, *arguments: str) -> str:
        """Runs a command as an operator does beside the running server."""
        variables = dict(os.environ, STEPWISE_DATA=str(self.data))
        done = subprocess.run([self.binary, *arguments], env=variables, capture_output=True, text=True, timeout=60)
        must(done.returncode == 0, f"stepwise {' '.join(arguments)}: {done.stderr}")
        return done.stdout

    def mails_to(self, address: str) -> list:
        """All mails that have been sent to this address, oldest first."""
        for file in (self.data / "outbox").glob("[!.]*.eml"):
            if file.name not in self.mails:
                self.mails[file.name] = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        # The name of a file begins with the time of the mail.
        mails = [mail for _, mail in sorted(self.mails.copy().items(), key=lambda named: named[0])]
        return [mail for mail in mails if str(mail["To"]).strip("<>").lower() == address.lower()]

    def mail_text(self, address: str, containing: str, seconds: float = 15) -> str:
        """Waits for a mail to this address that contains this text, and returns the newest."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for mail in reversed(self.mails_to(address)):
                text = text_of(mail)
                if containing in text:
                    return text
            time.sleep(0.05)
        raise AssertionError(f"no mail to {address} with {containing!r} in it")

    def mailed_link(self, address: str, path: str) -> str:
        """The secret part of the link in a mail."""
        link = re.search(re.escape(path) + r"([\w-]+)", self.mail_text(address, path))[1]
        self.keep_secret("a mailed link", link)
        return link


def text_of(mail) -> str:
    return mail.get_body(("plain",)).get_content()


def in_parallel(threads: int, jobs: list) -> list:
    """Runs these functions in this number of threads, returns their results in order, and raises the first error."""
    answers, errors, waiting = [None] * len(jobs), [], iter(range(len(jobs)))
    lock = threading.Lock()

    def work():
        while True:
            with lock:
                n = next(waiting, None)
            if n is None or errors:
                return
            try:
                answers[n] = jobs[n]()
            except Exception as error:
                errors.append(error)

    workers = [threading.Thread(target=work) for _ in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    if errors:
        raise errors[0]
    return answers
