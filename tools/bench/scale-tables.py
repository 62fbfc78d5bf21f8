#!/usr/bin/env python3
"""Prints the measurements of `make bench-scale` as tables.

scale-tables.py FACTS    a file with lines like `journeys kind=postgres replicas=1 rate=..`, written by bench-scale.sh
"""
import sys

NAMES = {"sqlite": "SQLite", "postgres": "PostgreSQL", "mariadb": "MariaDB", "galera": "Galera, 3 nodes"}


def read(path):
    facts = {}
    for line in open(path):
        what, *pairs = line.split()
        fact = dict(pair.split("=", 1) for pair in pairs if "=" in pair)
        number = {key: float(value) for key, value in fact.items() if key != "kind" and value}
        number["kind"] = fact["kind"]
        facts.setdefault(what, []).append(number)
    return facts


def find(facts, what, kind, **more):
    for fact in facts.get(what, []):
        if fact["kind"] == kind and all(fact.get(key) == value for key, value in more.items()):
            return fact
    return None


def print_table(head, rows):
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]
    for number, row in enumerate([head, *rows]):
        print("| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths)) + " |")
        if number == 0:
            print("|" + "|".join("-" * (width + 2) for width in widths) + "|")
    print()


def print_journeys(facts, kinds):
    rows = []
    for kind in kinds:
        one, two = (find(facts, "journeys", kind, replicas=n) for n in (1.0, 2.0))
        alone, many = (find(facts, "commits", kind, at_once=n) for n in (1.0, 8.0))
        writes = one["writes"] / one["journeys"]
        commit_rate = (many or alone)["rate"] / writes if writes else 0
        rows.append([
            NAMES[kind], f"{one['rate']:.0f}", f"{two['rate']:.0f}" if two else "-",
            f"{one['stage_p50']:.0f} / {one['stage_p99']:.0f} ms", f"{alone['rate']:.0f}", f"{many['rate']:.0f}" if many else "-",
            f"{writes:.1f}" if writes else "not counted",
            f"{100 * max(one['rate'], two['rate'] if two else 0) / commit_rate:.0f} %" if commit_rate else "-",
        ])
    print("Journeys (four stages each) per second at full speed, and the commits per second of the same machine:\n")
    print_table(["database", "one replica", "two replicas", "a stage, p50 / p99", "commits/s, one client", "eight clients",
                 "writing transactions per journey", "share of the commit rate"], rows)


def shown(fact, key, unit="", digits=1):
    return f"{fact[key]:.{digits}f}{unit}" if key in fact else "not measured"


def print_boards(facts, kinds):
    rows = []
    for kind in kinds:
        idle = find(facts, "boards", kind)
        if idle and "boards" in idle:
            counted = f"{idle['statements'] / idle['seconds']:.1f}" if idle["statements"] else "not counted"
            rows.append([
                NAMES[kind], f"{idle['boards']:.0f}", shown(idle, "without_statements"), shown(idle, "with_statements"), counted,
                shown(idle, "without_cpu", " %"), shown(idle, "with_cpu", " %"), shown(idle, "stream_kib", " KiB", 0),
            ])
    print("Open boards in whose classes nothing happens. The aim for all boards together is 2 statements per second and 5 % of a core:\n")
    print_table(["database", "boards", "statements/s before", "with the boards", "counted by the database",
                 "processor before", "with the boards", "memory per board"], rows)


def print_badges(facts):
    rows = []
    for fact in facts.get("badges", []):
        if "acts" in fact:
            rows.append([
                NAMES[fact["kind"]], "the same" if fact["replicas"] == 1 else "another", f"{fact['boards']:.0f}",
                f"{fact['acts'] / fact['seconds']:.0f}/s", f"{fact['seen']:.0f} of {fact['acts']:.0f}",
                f"{fact['act_p50']:.0f} / {fact['act_p95']:.0f} ms", f"{fact['badge_p50']:.0f} / {fact['badge_p95']:.0f} ms",
            ])
    print("One badge of every class each second, from the act to the board. The aim is p95 under 1 s, from another replica 1.5 s:\n")
    print_table(["database", "replica of the board", "boards", "badges", "seen", "a request, p50 / p95", "a badge, p50 / p95"], rows)


def print_lessons(facts):
    rows = []
    for fact in facts.get("lessons", []):
        if "through" in fact:
            rows.append([
                NAMES[fact["kind"]], f"{fact['replicas']:.0f}", f"{fact['students']:.0f} in {fact['spread']:.0f} s",
                f"{fact['boards']:.0f}", f"{fact['through']:.0f}", f"{fact['seconds']:.0f} s",
                f"{fact['stage_p50']:.0f} / {fact['stage_p99']:.0f} ms", f"{fact['badge_p50']:.0f} / {fact['badge_p95']:.0f} ms",
                f"{fact['cpu'] / 100:.1f} s",
            ])
    print("A school that begins its lessons within a short time:\n")
    print_table(["database", "replicas", "students", "boards", "finished", "after", "a stage, p50 / p99", "a badge, p50 / p95",
                 "processor of the replicas"], rows)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    all_facts = read(sys.argv[1])
    measured = [kind for kind in NAMES if find(all_facts, "journeys", kind, replicas=1.0)]
    print()
    print_journeys(all_facts, measured)
    print_boards(all_facts, measured)
    print_badges(all_facts)
    print_lessons(all_facts)
