"""Searches the files and the log of the server for secrets, after all other attacks."""

import base64
import pathlib
import re
import subprocess

from .support.registry import attack, must

# Files that are allowed to contain secrets: the files with the keys, and the outbox, into which these servers write
# mails because no mail server is configured.
OUTSIDE = ("outbox/", "keys", "jwt.pem")
AUTHENTICATOR = "an authenticator's secret"


def written_forms(secrets: dict[str, str]) -> dict[str, str]:
    """All encodings of each secret, with its kind."""
    forms = {"otpauth:": "an otpauth address"}
    for secret, what in secrets.items():
        forms[secret] = what
        if what == AUTHENTICATOR:
            forms[base64.b32decode(secret).hex()] = what
        if what in ("a recovery code", "an enrolment code"):
            forms[secret.replace("-", "")] = what
    return forms


def first_of(secrets, file: pathlib.Path) -> str:
    """The first of these texts in a file, or None. grep searches for all of them at once."""
    command = ["grep", "--text", "--only-matching", "--fixed-strings", "--max-count=1", "--file=-", str(file)]
    found = subprocess.run(command, input="\n".join(secrets).encode(), capture_output=True, env={"LC_ALL": "C"})
    return found.stdout.decode("latin-1").split("\n")[0]


@attack(9, when="afterwards")
def the_data_folder_contains_no_secret_in_clear(server, secure):
    for site in (server, secure):
        must(len(site.secrets) > 20, "hardly anything was secret on the way")
        forms = written_forms(site.secrets)
        keys = [base64.b32decode(secret) for secret, what in site.secrets.items() if what == AUTHENTICATOR]
        for file in sorted(site.data.rglob("*")):
            name = str(file.relative_to(site.data))
            if not file.is_file() or name.startswith(OUTSIDE):
                continue
            found = first_of(forms, file)
            must(not found, f"{name} holds {forms.get(found)}")
            content = file.read_bytes()
            must(not any(key in content for key in keys), f"{name} holds the bytes of {AUTHENTICATOR}")


@attack(10, when="afterwards")
def the_log_contains_no_secret(server, secure):
    for site in (server, secure):
        log = site.log.read_text(errors="replace")
        must("answered" in log, "the server has logged no request")
        must("otpauth:" not in log, "the log holds an otpauth address")
        must(not re.search(r"eyJ[\w-]{10,}\.eyJ", log), "the log holds a token")
        found = first_of(site.secrets, site.log)
        must(not found, f"the log holds {site.secrets.get(found)}")


@attack(when="afterwards")
def only_the_owner_can_read_the_data_folder(server, secure):
    for site in (server, secure):
        for file in [site.data, *site.data.rglob("*")]:
            if file == site.data or file.suffix in (".sqlite", ".pem") or file.name in ("keys", "outbox"):
                mode = file.stat().st_mode & 0o777
                must(mode & 0o077 == 0, f"{file.relative_to(site.data)} has the mode {mode:o}")


@attack(when="afterwards")
def no_attack_made_the_server_panic(server, secure):
    for site in (server, secure):
        log = site.log.read_text(errors="replace")
        must("panicked at" not in log, "the server panicked: " + log[max(0, log.find("panicked at") - 200) :][:600])
