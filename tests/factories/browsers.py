"""A browser without JavaScript, in front of which somebody sits."""

from django.test import Client

from linli.engines.access.models import Account
from linli.kernel.actor import Actor


def browser(actor: Actor | None = None) -> Client:
    """Return a fresh browser: a passer-by's, or with somebody signed in."""
    client = Client()
    if actor is not None:
        client.force_login(Account.objects.get(pk=actor.account_id))
    return client
