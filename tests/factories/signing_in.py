"""Sign in as a person does, by name and password, and say the code of the second factor."""

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client
from tests.factories.access import PASSWORD

LOGIN = "/accounts/login/"


def sign_in(client: Client, username: str, password: str = PASSWORD, *, address: str = "127.0.0.1", **more: str):
    return client.post(LOGIN, {"login": username, "password": password, **more}, REMOTE_ADDR=address)


def code_for(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
