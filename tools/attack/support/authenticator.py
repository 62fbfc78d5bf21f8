"""An authenticator app (RFC 6238), independent of the server's code."""

import base64
import hashlib
import hmac
import struct
import threading
import time

STEP_SECONDS = 30


def step_now() -> int:
    return int(time.time()) // STEP_SECONDS


def wait_for_new_step(seconds: float = 4) -> None:
    """Waits for the next time step if the current one ends soon. The server then checks the code in the same step."""
    left = STEP_SECONDS - time.time() % STEP_SECONDS
    if left < seconds:
        time.sleep(left + 0.1)


class Authenticator:
    def __init__(self, secret: str):
        self.secret = secret
        self.used = 0
        self.lock = threading.Lock()

    def at(self, step: int) -> str:
        key = base64.b32decode(self.secret)
        digest = hmac.new(key, struct.pack(">Q", step), hashlib.sha1).digest()
        offset = digest[-1] & 15
        number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
        return f"{number % 1_000_000:06}"

    def code(self) -> str:
        """The earliest unused code that the server still accepts. The first three calls do not wait."""
        with self.lock:
            wait_for_new_step()
            self.used = max(step_now() - 1, self.used + 1)
            while self.used > step_now() + 1:
                time.sleep(0.2)
            return self.at(self.used)

    def wrong_code(self) -> str:
        """A code that is wrong in all time steps around now."""
        near = {self.at(step_now() + offset) for offset in range(-4, 5)}
        return next(code for code in (f"{n:06}" for n in range(100)) if code not in near)
