#!/usr/bin/env python3
"""Prints the tables of `make bench-scale`: the measurements, the predictions of a model, and the model for a large load.

scale-tables.py FACTS    a file with lines like `journeys kind=postgres replicas=1 rate=..`, written by tools/bench/bench-scale.sh

The model: a load needs the cost of one journey times the number of journeys, plus the cost of one poll of a board times the
number of polls. This is compared with what the machine can do in a second. The first bottleneck is the resource that is used
up first.
"""
import os
import sys

COUNTRY, HOUR, CLASS, PACE = 1_000_000, 3600, 30, 2.0
CORES = os.cpu_count() or 1
STAGES = 4
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


def table(head, rows):
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]
    for number, row in enumerate([head, *rows]):
        print("| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths)) + " |")
        if number == 0:
            print("|" + "|".join("-" * (width + 2) for width in widths) + "|")
    print()


def cost(facts, kind):
    """The cost of one journey and of one poll of a board: processor seconds, writing transactions, transactions or statements."""
    one, idle = find(facts, "journeys", kind, replicas=1.0), find(facts, "boards", kind)
    # Processor time is in hundredths of a second. The boards poll for eight seconds, of which six are counted.
    looks = idle["boards"] / PACE * idle["seconds"] if idle else 0
    return {
        "journey_cpu": one["cpu"] / 100 / one["journeys"],
        "journey_writes": one["writes"] / one["journeys"],
        "journey_asked": one["asked"] / one["journeys"],
        "look_cpu": idle["cpu"] / 100 / looks if looks else 0,
        "look_writes": idle["writes"] / looks if looks else 0,
        "look_asked": idle["statements"] / looks if looks else 0,
    }


def measured(facts, kinds):
    rows = []
    for kind in kinds:
        one, two = (find(facts, "journeys", kind, replicas=n) for n in (1.0, 2.0))
        alone, many = (find(facts, "commits", kind, at_once=n) for n in (1.0, 8.0))
        writes = cost(facts, kind)["journey_writes"]
        most = (many or alone)["rate"] / writes if writes else 0
        rows.append([
            NAMES[kind], f"{one['rate']:.0f}", f"{two['rate']:.0f}" if two else "-",
            f"{one['stage_p50']:.0f} / {one['stage_p99']:.0f} ms", f"{alone['rate']:.0f}", f"{many['rate']:.0f}" if many else "-",
            f"{writes:.1f}" if writes else "not counted",
            f"{100 * max(one['rate'], two['rate'] if two else 0) / most:.0f} %" if most else "-",
        ])
    print("Journeys (four stages each) per second at full speed, and the commits per second of the same machine:\n")
    table(["database", "one replica", "two replicas", "a stage, p50 / p99", "commits/s, one client", "eight clients", "writing transactions per journey",
           "share of the commit rate"], rows)


def boards(facts, kinds):
    rows = []
    for kind in kinds:
        idle, each = find(facts, "boards", kind), cost(facts, kind)
        if idle:
            second = 1 / PACE
            rows.append([NAMES[kind], f"{each['look_asked'] * second:.2f}" if each["look_asked"] else "not counted", f"{each['look_writes'] * second:.3f}",
                         f"{1000 * each['look_cpu'] * second:.2f} ms", f"{idle['poll_p50']:.1f} / {idle['poll_p99']:.1f} ms"])
    print("The cost of one open board per second without changes (it polls every two seconds):\n")
    table(["database", "transactions (PostgreSQL) or statements", "of these writing", "processor of a replica", "one poll, p50 / p99"], rows)


def foreseen(facts):
    for fact in facts.get("lessons", []):
        rate = find(facts, "journeys", fact["kind"], replicas=fact["replicas"])
        if "through" not in fact or not rate or not find(facts, "boards", fact["kind"]):
            continue
        each, kind = cost(facts, fact["kind"]), NAMES[fact["kind"]]
        looks = fact["asked"]
        cpu = fact["students"] * each["journey_cpu"] + looks * each["look_cpu"]
        writes = fact["students"] * each["journey_writes"] + looks * each["look_writes"]
        print(f"{kind}, {fact['replicas']:.0f} replicas: {fact['students']:.0f} students in {fact['spread']:.0f} s, {fact['boards']:.0f} boards; "
              f"{fact['through']:.0f} finished, a stage p50 {fact['stage_p50']:.0f} ms, p99 {fact['stage_p99']:.0f} ms; a poll p99 {fact['poll_p99']:.0f} ms\n")
        rows = [["processor of the replicas", f"{cpu:.1f} s", f"{fact['cpu'] / 100:.1f} s"],
                ["seconds until all have finished", f"{max(fact['spread'], fact['students'] / rate['rate']):.0f} s",
                 f"{fact['seconds']:.0f} s"]]
        if writes:
            rows.insert(1, ["writing transactions", f"{writes:.0f}", f"{fact['writes']:.0f}"])
        table(["", "predicted", "measured"], rows)


def country(facts, kinds):
    a_second, classes = COUNTRY / HOUR, COUNTRY / CLASS
    print(f"{COUNTRY:,} students in one hour: {a_second:.0f} journeys, {a_second * STAGES:.0f} stages a second; {classes:,.0f} classes of {CLASS} with an open board each: "
          f"{classes / PACE:,.0f} polls a second (all boards open for the whole hour; calculated from the tables above, not measured):\n")
    rows = []
    for kind in kinds:
        each, many = cost(facts, kind), find(facts, "commits", kind, at_once=8.0) or find(facts, "commits", kind, at_once=1.0)
        cores = a_second * each["journey_cpu"] + classes / PACE * each["look_cpu"]
        writes = a_second * each["journey_writes"] + classes / PACE * each["look_writes"]
        asked = a_second * each["journey_asked"] + classes / PACE * each["look_asked"]
        # Relative to the capacity of this machine.
        used = {"processor of the replicas": cores / CORES}
        if writes:
            used["commits of the database"] = writes / many["rate"]
        # SQLite supports only one replica.
        rows.append([NAMES[kind], f"{cores:.1f}", f"{cores * 1.6 / CORES:.0f} of {CORES} cores" if kind != "sqlite" else "only one is possible",
                     f"{writes:.0f}" if writes else "not counted", f"{many['rate']:.0f}", f"{asked:,.0f}" if asked else "not counted",
                     max(used, key=used.get) + f", {max(used.values()):.1f} times the capacity of this machine"])
    table(["database", "cores of replicas", "replicas, with a reserve of a third", "writing transactions/s", "commits/s of this machine", "database transactions or statements/s", "first bottleneck"], rows)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    all_facts = read(sys.argv[1])
    known = [kind for kind in NAMES if find(all_facts, "journeys", kind, replicas=1.0)]
    print()
    measured(all_facts, known)
    boards(all_facts, known)
    foreseen(all_facts)
    country(all_facts, known)
