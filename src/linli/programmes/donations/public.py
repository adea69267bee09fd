"""The only module of donations that channels and patterns import."""

from collections.abc import Callable

from linli.programmes.donations.lifecycle import ENDED, OPEN, STEPS, Kind, State, Step
from linli.programmes.donations.models import Donation
from linli.programmes.donations.policies import RUNS, held_key
from linli.programmes.donations.privacy import erase, export, personal
from linli.programmes.donations.queries import (
    Certificate,
    DonationDetail,
    DonationRow,
    by_code,
    certificate_for,
    donation_for,
    donations,
    my_donations,
    verified,
    wall,
)
from linli.programmes.donations.verbs.give import Given, Giver, give
from linli.programmes.donations.verbs.steps import count, receipt, receive, refuse, show, use, withdraw

VERBS: dict[str, Callable[..., Donation]] = {
    "receive": receive,
    "refuse": refuse,
    "count": count,
    "use": use,
    "receipt": receipt,
    "show": show,
    "withdraw": withdraw,
}

__all__ = [
    "ENDED",
    "OPEN",
    "RUNS",
    "STEPS",
    "VERBS",
    "Certificate",
    "Donation",
    "DonationDetail",
    "DonationRow",
    "Given",
    "Giver",
    "Kind",
    "State",
    "Step",
    "by_code",
    "certificate_for",
    "count",
    "donation_for",
    "donations",
    "erase",
    "export",
    "give",
    "held_key",
    "my_donations",
    "personal",
    "receive",
    "use",
    "verified",
    "wall",
]
