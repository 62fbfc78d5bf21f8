"""Hooks of schemathesis. Most requests name an existing class and one of its first seats. If REFRESH holds a refresh token,
every request sends the newest one: a refresh token works once, and the response holds the next."""

import itertools
import os

import schemathesis

count = itertools.count()
# All refresh tokens that the server issued, the newest last.
refresh_tokens = [os.environ.get("REFRESH", "")]


@schemathesis.hook
def map_path_parameters(context, path_parameters):
    turn = next(count)
    if path_parameters and "id" in path_parameters and turn % 5:
        path_parameters["id"] = os.environ["CLASS"]
        if "number" in path_parameters and turn % 4:
            path_parameters["number"] = turn % 9 + 1
    return path_parameters


class NewestRefreshToken:
    def get(self, case, context):
        return refresh_tokens[-1]

    def set(self, case, data, context):
        case.headers = {**(case.headers or {}), "Authorization": f"Bearer {data}"}


if refresh_tokens[-1]:
    schemathesis.auth(refresh_interval=None)(NewestRefreshToken)


@schemathesis.hook
def before_call(context, case, kwargs):
    """Replaces an old refresh token. Some requests are generated before the previous response arrives."""
    token = (case.headers or {}).get("Authorization", "").removeprefix("Bearer ")
    if token in refresh_tokens[:-1]:
        case.headers["Authorization"] = f"Bearer {refresh_tokens[-1]}"


@schemathesis.hook
def after_call(context, case, response):
    if case.path.endswith("/auth-jwt/refresh") and response.status_code == 200:
        refresh_tokens.append(response.json()["refresh_token"])
