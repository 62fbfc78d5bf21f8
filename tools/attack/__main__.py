"""Runs all attacks, or those whose name contains the words on the command line.

    python3 -m attack PORT DATA LOG SECURE_PORT SECURE_DATA SECURE_LOG SECURE_URL [words]

The first server is reached over plain http, the second under an https: address. Ends with "N passed, N failed"."""

import concurrent.futures
import inspect
import sys
import threading
import time
import traceback

# The order in which the attacks run. The attack on mailed codes waits for half a minute, so it begins first.
from . import (  # noqa: F401
    mail_codes, classes, cookies, password_queue, forged_requests, stored_secrets, name_lookup, passkeys, recovery,
    shared_network, signing_in, streams, tables, tokens,
)
from .support.registry import Attack, AttackSucceeded, attacks
from .support.server import Server

# Number of attacks that run at once. The attacks mostly wait for the server, so four of them use two cores fully.
AT_ONCE = 4

_printing = threading.Lock()


def run_attack(attack: Attack, servers: dict) -> bool:
    began = time.monotonic()
    wanted = {name: servers[name] for name in inspect.signature(attack.run).parameters}
    fault, trace = "", ""
    try:
        attack.run(**wanted)
    except AttackSucceeded as success:
        fault = str(success)
    except Exception as error:
        fault, trace = f"the attack could not be made: {type(error).__name__}: {error}", traceback.format_exc()
    faults = f" (fault {', '.join(map(str, attack.faults))})" if attack.faults else ""
    with _printing:
        print(f"  {'FAILED' if fault else 'ok':8}{attack.name}{faults} ({time.monotonic() - began:.1f}s)", flush=True)
        if fault:
            print(f"          {fault}", flush=True)
        if trace:
            print("\n".join(f"          {line}" for line in trace.splitlines()), flush=True)
    return not fault


def main() -> None:
    port, data, log, secure_port, secure_data, secure_log, secure_url, *words = sys.argv[1:]
    servers = {
        "server": Server(int(port), data, log),
        "secure": Server(int(secure_port), secure_data, secure_log, secure_url),
    }
    chosen = [attack for attack in attacks if " ".join(words) in attack.name]
    of = {when: [a for a in chosen if a.when == when] for when in ("together", "alone", "afterwards")}
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        outcomes = list(pool.map(lambda attack: run_attack(attack, servers), of["together"]))
    outcomes += [run_attack(attack, servers) for attack in of["alone"] + of["afterwards"]]
    passed = sum(outcomes)
    print(f"{passed} passed, {len(outcomes) - passed} failed")
    sys.exit(0 if outcomes and all(outcomes) else 1)


main()
