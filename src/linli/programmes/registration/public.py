"""The only module of double registration that channels and patterns import."""

from collections.abc import Callable

from linli.programmes.registration.models import Kind, Progress, State
from linli.programmes.registration.policies import RUNS, units_of
from linli.programmes.registration.privacy import erase, export, personal
from linli.programmes.registration.queries import (
    DutyRow,
    RegistrationDetail,
    RegistrationRow,
    Statement,
    duties,
    my_registrations,
    public_totals,
    registration_for,
    registrations,
    statement,
    to_confirm,
)
from linli.programmes.registration.verbs.duties import (
    close_duty,
    confirm_duty,
    give_back,
    offer_duty,
    report_duty,
    return_duty,
    take_duty,
)
from linli.programmes.registration.verbs.register import (
    confirm_registration,
    end_registration,
    register_member,
    register_unit,
)
from linli.programmes.registration.verbs.reports import confirm_year, report_year

VERBS: dict[str, Callable[..., object]] = {
    "confirm": confirm_registration,
    "end": end_registration,
    "report": report_duty,
    "give_back": give_back,
    "confirm_duty": confirm_duty,
    "return": return_duty,
    "confirm_year": confirm_year,
}

__all__ = [
    "RUNS",
    "VERBS",
    "DutyRow",
    "Kind",
    "Progress",
    "RegistrationDetail",
    "RegistrationRow",
    "State",
    "Statement",
    "close_duty",
    "confirm_duty",
    "confirm_registration",
    "confirm_year",
    "duties",
    "end_registration",
    "erase",
    "export",
    "give_back",
    "my_registrations",
    "offer_duty",
    "personal",
    "public_totals",
    "register_member",
    "register_unit",
    "registration_for",
    "registrations",
    "report_duty",
    "report_year",
    "return_duty",
    "statement",
    "take_duty",
    "to_confirm",
    "units_of",
]
