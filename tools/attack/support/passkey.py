"""An authenticator with one passkey (ES256 on the curve P-256), independent of the server's code."""

import base64
import dataclasses
import hashlib
import json
import secrets

P = 2**256 - 2**224 + 2**192 + 2**96 - 1
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
G = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
# The DER bytes before the point of a public key: SubjectPublicKeyInfo of an EC key on P-256.
SPKI = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d030107034200")

PRESENT, VERIFIED, HAS_CREDENTIAL = 1, 4, 64


def _add(one, other):
    if one is None or other is None:
        return one or other
    (x1, y1), (x2, y2) = one, other
    if x1 == x2 and (y1 + y2) % P == 0:
        return None
    slope = (3 * x1 * x1 - 3) * pow(2 * y1, -1, P) if one == other else (y2 - y1) * pow(x2 - x1, -1, P)
    x = (slope * slope - x1 - x2) % P
    return x, (slope * (x1 - x) - y1) % P


def _times(scalar: int):
    total, point = None, G
    while scalar:
        if scalar & 1:
            total = _add(total, point)
        point, scalar = _add(point, point), scalar >> 1
    return total


def _integer(value: int) -> bytes:
    content = value.to_bytes(value.bit_length() // 8 + 1, "big")
    return bytes([2, len(content)]) + content


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@dataclasses.dataclass
class Draft:
    """An answer before it is signed. An attacker changes it."""

    kind: str
    challenge: str
    origin: str
    site: str
    flags: int
    counter: int
    user: str
    foreign_frame: bool = False

    @property
    def client_data(self) -> bytes:
        data = {"type": self.kind, "challenge": self.challenge, "origin": self.origin, "crossOrigin": self.foreign_frame}
        return json.dumps(data).encode()

    @property
    def authenticator_data(self) -> bytes:
        return hashlib.sha256(self.site.encode()).digest() + bytes([self.flags]) + self.counter.to_bytes(4, "big")


class Passkey:
    def __init__(self, creation: dict, origin: str):
        self.private = secrets.randbelow(N - 1) + 1
        self.id = secrets.token_bytes(32)
        self.site, self.origin, self.user = creation["rp_id"], origin, creation["user_id"]
        self.counter = 1

    def registration(self, challenge: str) -> str:
        """The content of the form field that registers the passkey."""
        x, y = _times(self.private)
        draft = self.draft(challenge, kind="webauthn.create", flags=PRESENT | VERIFIED | HAS_CREDENTIAL)
        created = bytes(16) + len(self.id).to_bytes(2, "big") + self.id
        return json.dumps({
            "credential": base64url(self.id),
            "client_data": base64url(draft.client_data),
            "authenticator_data": base64url(draft.authenticator_data + created),
            "public_key": base64url(SPKI + b"\x04" + x.to_bytes(32, "big") + y.to_bytes(32, "big")),
            "algorithm": -7,
        })

    def draft(self, challenge: str, **changes) -> Draft:
        self.counter += 1
        right = Draft(
            "webauthn.get", challenge, self.origin, self.site, PRESENT | VERIFIED, self.counter, self.user
        )
        return dataclasses.replace(right, **changes)

    def answer(self, challenge: str, **changes) -> str:
        """The content of the form field that answers a challenge. `changes` are made before the passkey signs."""
        draft = self.draft(challenge, **changes)
        signed = draft.authenticator_data + hashlib.sha256(draft.client_data).digest()
        digest = int.from_bytes(hashlib.sha256(signed).digest(), "big")
        nonce = secrets.randbelow(N - 1) + 1
        r = _times(nonce)[0] % N
        s = pow(nonce, -1, N) * (digest + r * self.private) % N
        numbers = _integer(r) + _integer(s)
        return json.dumps({
            "credential": base64url(self.id),
            "client_data": base64url(draft.client_data),
            "authenticator_data": base64url(draft.authenticator_data),
            "signature": base64url(bytes([0x30, len(numbers)]) + numbers),
            "user_handle": draft.user,
        })
