"""The list of all attacks, in the order in which they run."""

import dataclasses
from typing import Callable


@dataclasses.dataclass
class Attack:
    name: str
    faults: tuple[int, ...]
    run: Callable
    # "together": in parallel with other attacks; "alone": no other attack runs, because this one measures time;
    # "afterwards": after all other attacks, because this one searches the files that they have left.
    when: str


attacks: list[Attack] = []


def attack(*faults: int, when: str = "together"):
    """Registers a function as an attack that tries to commit these faults of docs/SECURITY.md."""

    def register(run):
        attacks.append(Attack(run.__name__.replace("_", " "), faults, run, when))
        return run

    return register


class AttackSucceeded(AssertionError):
    """The attack succeeded."""


def must(holds, what: str) -> None:
    """Fails with the message `what` unless `holds` is true."""
    if not holds:
        raise AttackSucceeded(what)
