"""A separate server, which an attack is allowed to kill."""

import os
import pathlib
import shutil
import socket
import sqlite3
import subprocess
import tempfile
import time

from .browser import Browser
from .registry import must
from .server import Server, new_network

START_TIMEOUT = 30


def environment(**settings: str) -> dict:
    """Environment variables of a server: the given settings, without those of the servers that are already running."""
    kept = {name: value for name, value in os.environ.items() if name == "PATH" or name.startswith("LEPTOS_")}
    return kept | settings


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Process:
    def __enter__(self) -> "Process":
        self.data = pathlib.Path(tempfile.mkdtemp(prefix="stepwise-attack."))
        self.port = free_port()
        self.start()
        return self

    def __exit__(self, *_) -> None:
        self.kill()
        shutil.rmtree(self.data, ignore_errors=True)

    def start(self) -> None:
        settings = {"STEPWISE_DATA": str(self.data), "STEPWISE_ADDR": f"127.0.0.1:{self.port}", "STEPWISE_LOG": "error"}
        with open(self.data / "log", "ab") as log:
            self.child = subprocess.Popen(
                [os.environ["STEPWISE_BINARY"], "serve"], env=environment(**settings), stdout=log, stderr=log
            )
        self.server = Server(self.port, str(self.data), str(self.data / "log"))
        end = time.monotonic() + START_TIMEOUT
        while time.monotonic() < end:
            must(self.child.poll() is None, f"the server ended: {(self.data / 'log').read_text()[-500:]}")
            try:
                if self.server.browser().get("/readyz").status == 200:
                    return
            except OSError:
                pass
            time.sleep(0.05)
        must(False, "the server did not become ready")

    def kill(self) -> None:
        self.child.kill()
        self.child.wait()

    def browser(self) -> Browser:
        return self.server.browser(new_network())

    def rows(self, query: str) -> list:
        """Content of the database, read while the server runs."""
        file = self.data / "stepwise.sqlite"
        connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=10)
        try:
            return connection.execute(query).fetchall()
        finally:
            connection.close()


def refuses_to_start(**settings: str) -> str:
    """The error output of a server that refuses to start with these settings."""
    with tempfile.TemporaryDirectory(prefix="stepwise-attack.") as data:
        variables = environment(STEPWISE_DATA=data, STEPWISE_ADDR="127.0.0.1:0", STEPWISE_DB_WAIT="3", **settings)
        child = subprocess.Popen(
            [os.environ["STEPWISE_BINARY"], "serve"], env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        try:
            _, said = child.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            child.kill()
            child.communicate()
            must(False, f"the server starts with {settings}")
        must(child.returncode != 0, f"the server ended well with {settings}")
        return said
