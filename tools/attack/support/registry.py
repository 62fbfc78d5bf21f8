"""The list of all attacks, in the order in which they run."""

import dataclasses
from typing import Callable


@dataclasses.dataclass
class Attack:
    name: str
    rows: tuple[int, ...]
    run: Callable
    # "together": beside others; "alone": nothing else runs, because time is measured;
    # "afterwards": searches what all other attacks have left.
    when: str


attacks: list[Attack] = []


def attack(*rows: int, when: str = "together"):
    """Registers a function as an attack that tries to commit these faults of docs/SECURITY.md."""

    def register(run):
        attacks.append(Attack(run.__name__.replace("_", " "), rows, run, when))
        return run

    return register


class Broken(AssertionError):
    """The attack succeeded."""


def must(holds, what: str) -> None:
    """What has to hold; `what` says what happened instead."""
    if not holds:
        raise Broken(what)
