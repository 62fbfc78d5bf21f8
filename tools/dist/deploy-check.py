#!/usr/bin/env python3
"""Validates compose.yml and the files of deploy/ against their schemas and against each other.

deploy-check.py COMPOSE_SCHEMA ENV_FILE [KUBERNETES_VERSION]
tools/dist/deploy-check.sh runs this script. It downloads the schemas and creates the .env file.
"""
import json
import pathlib
import re
import subprocess
import sys

import jsonschema
import kubernetes_validate
import yaml

root = pathlib.Path(__file__).resolve().parents[2]
compose_schema, env_file = sys.argv[1], sys.argv[2]
version = sys.argv[3] if len(sys.argv) > 3 else "1.33"
faults = []


def fault(where, what):
    faults.append(f"{where}: {what}")


def variables(text):
    return dict(line.split("=", 1) for line in text.splitlines() if "=" in line and not line.startswith("#"))


def interpolate(text, known):
    """Replaces variables like compose: ${NAME}, ${NAME:-default}, ${NAME:?error message}."""

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
        active = {name: service for name, service in services.items() if profile in service.get("profiles", [])}
        published = [port for service in active.values() for port in service.get("ports", [])]
        if published != ["8000:8000"]:
            fault("compose.yml", f"profile {profile} listens on {published}")
        for name, service in active.items():
            for other in service.get("depends_on", []):
                if other not in active:
                    fault("compose.yml", f"{name} depends on {other}, which is not in profile {profile}")
            for volume in service.get("volumes", []):
                source = volume.split(":")[0]
                if source.startswith("./"):
                    if not (root / source).exists():
                        fault("compose.yml", f"{source} does not exist")
                elif source not in document["volumes"]:
                    fault("compose.yml", f"volume {source} is not defined")
    # Caddy uses the name of every replica, and their common name when no replica is ready.
    replicas = {name: service for name, service in services.items() if name.startswith("replica")}
    names = set(replicas)
    for service in replicas.values():
        names |= set(service["networks"]["default"]["aliases"])
    used = set(re.findall(r"([\w-]+):8000", (root / "deploy/caddy/Caddyfile").read_text()))
    if used != names:
        fault("Caddyfile", f"uses {sorted(used)}, compose has {sorted(names)}")
    # The file contains no secrets: without .env compose must refuse to start.
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
    """Every setting in these files is documented in docs/SETTINGS.md."""
    page = (root / "docs" / "SETTINGS.md").read_text()
    known = set(re.findall(r"^\| `(\w+)` \|", page, re.M)) | {"STEPWISE_IMAGE", "STEPWISE_CACHE"}
    for path in [root / "compose.yml", root / "Dockerfile", *root.glob("deploy/**/*")]:
        if path.is_file():
            for name in set(re.findall(r"\b(?:STEPWISE_[A-Z_]+|DATABASE_URL)\b", path.read_text())) - known:
                fault(path.name, f"unknown setting {name}")


def check_dashboard():
    """Every metric in the dashboard and in the alert rules exists in the server."""
    known_metrics = "".join(path.read_text() for path in [*root.glob("server/src/**/*.rs"), *root.glob("backend/src/**/*.rs")])
    # The crate metrics-process adds the metrics of the process.
    known_metrics = set(re.findall(r'"(stepwise_\w+)"', known_metrics)) | {"process_cpu_seconds_total", "process_resident_memory_bytes", "process_open_fds"}
    panels = json.loads((root / "deploy/grafana/stepwise.json").read_text())["panels"]
    expressions = [target["expr"] for panel in panels for target in panel.get("targets", [])]
    rules = yaml.safe_load((root / "deploy/prometheus/alerts.yml").read_text())
    expressions += [rule["expr"] for group in rules["groups"] for rule in group["rules"]]
    for expression in expressions:
        for name in re.findall(r"\b(?:stepwise|process)_\w+", expression):
            if re.sub(r"_(bucket|sum|count)$", "", name) not in known_metrics and name not in known_metrics:
                fault("dashboard", f"unknown metric {name}")
    return len(expressions)


def check_unit():
    unit = root / "deploy/systemd/stepwise.service"
    sections = re.findall(r"^\[(\w+)\]$", unit.read_text(), re.M)
    if sections != ["Unit", "Service", "Install"]:
        fault(unit.name, f"has {sections}")
    try:
        # The executable is not installed here. The error about the missing executable is ignored.
        said = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True).stderr
        for line in said.splitlines():
            if "stepwise.service" in line and "is not executable" not in line and "Documentation" not in line:
                fault(unit.name, line)
        return "checked with systemd-analyze"
    except FileNotFoundError:
        return "checked only for its sections, because systemd-analyze is missing"


services = check_compose()
kinds = check_kubernetes()
check_settings()
expressions = check_dashboard()
unit = check_unit()
if faults:
    print("\n".join(faults))
    sys.exit(1)
print(f"compose: {', '.join(services)}")
print(f"kubernetes {version}: {', '.join(kinds)}")
print(f"dashboard and alerts: {expressions} expressions; systemd unit: {unit}")
