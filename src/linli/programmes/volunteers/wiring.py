"""What volunteering does by the clock and in the background."""

from linli.engines.access.public import register_keeper
from linli.engines.journal.public import on_tick, register_job, register_names
from linli.programmes.volunteers import accounts, ordered, privacy
from linli.programmes.volunteers.verbs import attend, certify, shop


def connect() -> None:
    """Declare accounts and names, hear of orders, register the printing and the repeated tasks."""
    accounts.declare()
    ordered.subscribe()
    register_keeper("volunteers", privacy.export, privacy.erase_own, with_account=True)
    register_names("volunteer", "volunteers.Volunteer", number="number", name="call_name", whole=True)
    register_names("activity", "volunteers.Activity", name="title")
    register_names("team", "volunteers.Team", name="name")
    register_names("shop", "volunteers.ShopItem", name="name")
    register_job(certify.JOB, "linli.programmes.volunteers.printing:print_certificate")
    on_tick("volunteers.forgotten", attend.end_forgotten, minutes=10)
    on_tick("volunteers.lapsed", shop.lapse, minutes=60)
