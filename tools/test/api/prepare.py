"""Creates a member with a second factor and a class through the API, verifies the member's tokens with PyJWT, and prints
what the next checks need.

    prepare.py ADDRESS  ->  ACCESS=.. REFRESH=.. CLASS=..
"""

import base64
import hashlib
import hmac
import secrets
import struct
import sys
import time

import jwt
import requests

PASSWORD = "test_password1"


def code(secret: str, step: int) -> str:
    """The code of RFC 6238. Does not use the code of the server, so that the server is not compared with itself."""
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", step), hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at:at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def main(address: str) -> None:
    api = f"{address}/api/v1"
    name = f"check-{secrets.token_hex(6)}x"

    def post(path: str, body: dict, **headers: str) -> dict:
        answer = requests.post(api + path, json=body, headers=headers, timeout=30)
        answer.raise_for_status()
        return answer.json()

    post("/user", {"username": name, "email": f"{name}@school.example", "password1": PASSWORD, "password2": PASSWORD})
    who = {"username": name, "password": PASSWORD}
    secret = post("/auth-totp/qrcode", who, Accept="application/json")["secret"]
    tokens = post("/auth-jwt/login", who | {"security_code": code(secret, int(time.time()) // 30)})

    keys = jwt.PyJWKClient(f"{address}/.well-known/jwks.json")
    for kind in ("access", "refresh"):
        token = tokens[f"{kind}_token"]
        claims = jwt.decode(
            token,
            keys.get_signing_key_from_jwt(token).key,
            algorithms=["RS256"],
            audience="stepwise-api",
            issuer="stepwise",
            options={"require": ["exp", "iat", "iss", "aud", "sub", "jti"]},
        )
        assert claims["typ"] == kind and claims["family"], claims
    info = requests.get(f"{api}/auth-jwt/user-info", headers={"Authorization": f"Bearer {token}"}, timeout=30)
    assert info.status_code == 401, "a refresh token is no access token"

    access = tokens["access_token"]
    opened = post("/classes", {"title": "Checked", "seats": 3}, Authorization=f"Bearer {access}")
    print(f"ACCESS={access}\nREFRESH={tokens['refresh_token']}\nCLASS={opened['id']}")


main(sys.argv[1])
