#!/usr/bin/env python3
"""Reads the files of deploy/, compose.yml and the dashboard as those who get them will, each against its schema.

deploy-check.py COMPOSE_SCHEMA ENV_FILE [KUBERNETES_VERSION]
Run by tools/deploy-check.sh, which fetches the schemas and makes the .env.
"""
import json
import pathlib
import re
import subprocess
import sys

import jsonschema
import kubernetes_validate
import yaml

root = pathlib.Path(__file__).resolve().parent.parent
compose_schema, env_file = sys.argv[1], sys.argv[2]
version = sys.argv[3] if len(sys.argv) > 3 else "1.33"
faults = []


def fault(where, what):
    faults.append(f"{where}: {what}")


def variables(text):
    return dict(line.split("=", 1) for line in text.splitlines() if "=" in line and not line.startswith("#"))


def interpolate(text, known):
    """As compose does it: ${NAME}, ${NAME:-default}, ${NAME:?why it must be there}."""

    def value(match):
        name, kind, rest = match.group(1), match.group(2), match.group(3)
        if known.get(name):
            return known[name]
        if kind == ":?":
            fault("compose.yml", f"{name} {rest}")
        return rest if kind == ":-" else ""

    return re.sub(r"\$\{(\w+)(?:(:-|:\?)([^}]*))?\}", value, text)


def check_compose():
    text = (root / "compose.yml").read_text()
    document = yaml.safe_load(interpolate(text, variables(pathlib.Path(env_file).read_text())))
    for error in jsonschema.Draft7Validator(json.load(open(compose_schema))).iter_errors(document):
        fault("compose.yml", f"{'/'.join(map(str, error.path))}: {error.message}")
    services = document["services"]
    for profile in ("sqlite", "postgres", "mysql", "scale"):
        on = {name: service for name, service in services.items() if profile in service.get("profiles", [])}
        doors = [port for service in on.values() for port in service.get("ports", [])]
        if doors != ["8000:8000"]:
            fault("compose.yml", f"profile {profile} listens on {doors}")
        for name, service in on.items():
            for other in service.get("depends_on", []):
                if other not in on:
                    fault("compose.yml", f"{name} needs {other}, which is not in profile {profile}")
            for volume in service.get("volumes", []):
                source = volume.split(":")[0]
                if source.startswith("./"):
                    if not (root / source).exists():
                        fault("compose.yml", f"{source} does not exist")
                elif source not in document["volumes"]:
                    fault("compose.yml", f"there is no volume {source}")
    # Caddy asks each replica by its name, and by the one they share when none is ready.
    replicas = {name: service for name, service in services.items() if name.startswith("replica")}
    names = set(replicas)
    for service in replicas.values():
        names |= set(service["networks"]["default"]["aliases"])
    asked = set(re.findall(r"([\w-]+):8000", (root / "deploy/caddy/Caddyfile").read_text()))
    if asked != names:
        fault("Caddyfile", f"asks {sorted(asked)}, compose has {sorted(names)}")
    # Nothing secret in the file itself: without .env it must refuse.
    for name in ("STEPWISE_SEAL_KEYS", "STEPWISE_MAC_KEYS", "POSTGRES_PASSWORD", "MARIADB_PASSWORD"):
        if any(f"${{{name}:?" not in use for use in re.findall(r"\$\{" + name + r"[^}]*\}", text)):
            fault("compose.yml", f"{name} has a default")
    return list(services)


def check_kubernetes():
    folder = root / "deploy" / "kubernetes"
    kustomization = yaml.safe_load((folder / "kustomization.yaml").read_text())
    files = {path.name for path in folder.glob("*.yaml")}
    listed = set(kustomization["resources"])
    if files - listed != {"kustomization.yaml", "secret.example.yaml"} or listed - files:
        fault("kustomization.yaml", f"lists {sorted(listed)}, the folder has {sorted(files)}")
    kinds = []
    for name in sorted(listed | {"secret.example.yaml"}):
        for document in yaml.safe_load_all((folder / name).read_text()):
            kinds.append(document["kind"])
            try:
                kubernetes_validate.validate(document, version, strict=True)
            except kubernetes_validate.ValidationError as error:
                fault(name, f"{'/'.join(map(str, error.path))}: {error.message}")
    return kinds


def check_settings():
    """Every setting that a file gives is one of ours."""
    page = (root / "docs" / "SETTINGS.md").read_text()
    known = set(re.findall(r"^\| `(\w+)` \|", page, re.M)) | {"STEPWISE_IMAGE", "STEPWISE_CACHE"}
    for path in [root / "compose.yml", root / "Dockerfile", *root.glob("deploy/**/*")]:
        if path.is_file():
            for name in set(re.findall(r"\b(?:STEPWISE_[A-Z_]+|DATABASE_URL)\b", path.read_text())) - known:
                fault(path.name, f"there is no setting {name}")


def check_dashboard():
    """Every figure that the dashboard and the alarms ask for is one that the server tells."""
    told = "".join(path.read_text() for path in [*root.glob("server/src/**/*.rs"), *root.glob("backend/src/**/*.rs")])
    told = set(re.findall(r'"((?:stepwise|process)_\w+)"', told))
    panels = json.loads((root / "deploy/grafana/stepwise.json").read_text())["panels"]
    asked = [target["expr"] for panel in panels for target in panel.get("targets", [])]
    rules = yaml.safe_load((root / "deploy/prometheus/alerts.yml").read_text())
    asked += [rule["expr"] for group in rules["groups"] for rule in group["rules"]]
    for expression in asked:
        for name in re.findall(r"\b(?:stepwise|process)_\w+", expression):
            if re.sub(r"_(bucket|sum|count)$", "", name) not in told and name not in told:
                fault("dashboard", f"nobody tells {name}")
    return len(asked)


def check_unit():
    unit = root / "deploy/systemd/stepwise.service"
    sections = re.findall(r"^\[(\w+)\]$", unit.read_text(), re.M)
    if sections != ["Unit", "Service", "Install"]:
        fault(unit.name, f"has {sections}")
    try:
        # It cannot know where the executable will be.
        said = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True).stderr
        for line in said.splitlines():
            if "stepwise.service" in line and "is not executable" not in line and "Documentation" not in line:
                fault(unit.name, line)
        return "with systemd-analyze"
    except FileNotFoundError:
        return "by its sections only: no systemd-analyze here"


services = check_compose()
kinds = check_kubernetes()
check_settings()
asked = check_dashboard()
unit = check_unit()
if faults:
    print("\n".join(faults))
    sys.exit(1)
print(f"compose: {', '.join(services)}")
print(f"kubernetes {version}: {', '.join(kinds)}")
print(f"dashboard and alarms: {asked} questions; systemd unit read {unit}")
