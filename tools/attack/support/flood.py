"""Sends one form again and again from many threads. A separate process, so that the threads do not slow down the attack
that measures the server.

    python3 -m attack.support.flood   with {port, host, origin, network, path, fields, threads, seconds} as JSON on stdin;
    prints the number of answers for each status."""

import collections
import json
import sys
import threading
import time

from .browser import Browser


class _Target:
    def __init__(self, job):
        self.port, self.host, self.origin = job["port"], job["host"], job["origin"]


def main() -> None:
    job = json.load(sys.stdin)
    end, counts, lock = time.monotonic() + job["seconds"], collections.Counter(), threading.Lock()

    def sends():
        while time.monotonic() < end:
            try:
                status = Browser(_Target(job), job["network"]).call(job["path"], **job["fields"]).status
            except OSError:
                status = 0
            with lock:
                counts[status] += 1

    threads = [threading.Thread(target=sends) for _ in range(job["threads"])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(json.dumps(counts))


if __name__ == "__main__":
    main()
