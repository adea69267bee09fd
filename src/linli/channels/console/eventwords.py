"""Events of the journal in words of the console: what happened, who did it, with what."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from linli.engines.cases.public import STEPS
from linli.engines.journal.public import EventRow
from linli.kernel.errors import Text

WORDS: dict[str, Text] = {
    "account.created": _("Account made"),
    "account.batch_created": _("Accounts made"),
    "account.changed": _("Account changed"),
    "account.password_set": _("Password set"),
    "account.activated": _("Account opened again"),
    "account.deactivated": _("Account was closed"),
    "account.erased": _("Account erased on request"),
    "account.elevated": _("More rights for a time"),
    "account.elevation_ended": _("More rights ended"),
    "account.second_factor_reset": _("Second step taken off"),
    "token.issued": _("Key issued"),
    "token.revoked": _("Key ended"),
    "appointment.made": _("Appointed"),
    "appointments.made": _("Several appointed"),
    "appointment.ended": _("Appointment ended"),
    "appointment.stand_in": _("Stand-in named"),
    "appointment.stand_in_ended": _("Stand-in ended"),
    "shift.planned": _("Duty planned"),
    "shift.cancelled": _("Duty cancelled"),
    "area.added": _("Area added"),
    "area.changed": _("Area changed"),
    "area.closed": _("Area closed"),
    "area.boundary_set": _("Boundary set"),
    "area.calendar_day_set": _("Working day changed"),
    "area.service_hours_set": _("Service hours set"),
    "unit.added": _("Unit added"),
    "unit.changed": _("Unit changed"),
    "post.defined": _("Post defined"),
    "rules.defined": _("Routing rules defined"),
    "meeting.found": _("Joint meeting founded"),
    "meeting.seat": _("A unit joined"),
    "meeting.seat_end": _("A unit left"),
    "meeting.plan": _("Meeting called"),
    "meeting.change": _("Meeting changed"),
    "meeting.cancel": _("Meeting called off"),
    "meeting.hold": _("Meeting held"),
    "meeting.minutes": _("Minutes written"),
    "meeting.resolve": _("Agreed on"),
    "meeting.drop": _("Taken out"),
    "meeting.send": _("Tasks sent to the units"),
    "meeting.report": _("Reported what came of it"),
    "meeting.publish": _("Published what was agreed"),
    "registration.register": _("Registered"),
    "registration.confirm": _("Registration confirmed"),
    "registration.end": _("Registration ended"),
    "registration.offer": _("Duty offered"),
    "registration.close": _("Duty ended"),
    "registration.take": _("Duty taken"),
    "registration.give_back": _("Duty given back"),
    "registration.report": _("Duty reported done"),
    "registration.return": _("Duty to be looked at again"),
    "registration.confirm_duty": _("Duty confirmed"),
    "registration.report_year": _("Year reported"),
    "registration.confirm_year": _("Yearly report confirmed"),
    "journal.dead_letter_retried": _("Stuck work tried again"),
    "journal.dead_letter_laid_aside": _("Stuck work laid aside"),
    "journal.erased": _("Erased on request"),
    "volunteer.registered": _("Volunteer registered"),
    "volunteer.changed": _("What a volunteer said was changed"),
    "volunteer.guardian_agreed": _("A guardian's consent was seen"),
    "volunteer.cover_set": _("Insurance and vetting noted"),
    "volunteer.signed_up": _("Signed up for an activity"),
    "volunteer.withdrew": _("Gave the place back"),
    "volunteer.moved_up": _("Moved up from the waiting list"),
    "volunteer.checked_in": _("Came to an activity"),
    "volunteer.checked_out": _("Left an activity"),
    "volunteer.noted_afterwards": _("Service noted afterwards"),
    "volunteer.served": _("Service confirmed"),
    "volunteer.served_order": _("Service in an order"),
    "volunteer.service_refused": _("Service not counted"),
    "volunteer.service_taken_back": _("Confirmation taken back"),
    "volunteer.entry_corrected": _("A line put right"),
    "volunteer.star_reached": _("Star reached"),
    "volunteer.certificate_issued": _("Certificate issued"),
    "volunteer.certificate_withdrawn": _("Certificate withdrawn"),
    "volunteer.reserved": _("Put aside in the shop"),
    "volunteer.fetched": _("Fetched from the shop"),
    "volunteer.cancelled": _("Given back to the shop"),
    "volunteer.lapsed": _("Not fetched in time"),
    "volunteer.joined": _("Joined a team"),
    "volunteer.left_team": _("Left a team"),
    "volunteers.imported": _("A table of volunteers brought in"),
    "activity.planned": _("Activity planned"),
    "activity.cancelled": _("Activity called off"),
    "activity.result": _("Said what came of an activity"),
    "team.founded": _("Team founded"),
    "team.changed": _("Team changed"),
    "shop.item_added": _("New on the shelf"),
    "shop.item_changed": _("A thing of the shop changed"),
    "shop.restocked": _("Shelf filled or emptied"),
    "course.planned": _("Course planned"),
    "course.cancelled": _("Course called off"),
    "training.enrolled": _("Enrolled in a course"),
    "training.withdrew": _("Left a course"),
    "training.finished": _("End of a course noted"),
    "training.outcome_noted": _("Noted how it goes"),
    "training.agreed": _("Agreed to be asked"),
    "training.agreement_taken_back": _("Consent taken back"),
}
ACTORS: dict[str, Text] = {
    "visitor": _("a resident"),
    "resident": _("a resident"),
    "machine": _("another system"),
    "system": _("the system"),
    "staff": _("staff"),
}
SUBJECTS: dict[str, Text] = {
    "case": _("Case"),
    "account": _("Account"),
    "accounts": _("Accounts"),
    "token": _("Key"),
    "appointment": _("Appointment"),
    "area": _("Area"),
    "unit": _("Unit"),
    "post": _("Post"),
    "rules": _("Routing rules"),
    "journal": _("Journal"),
    "application": _("Application"),
    "taxonomy": _("Classes"),
    "matter": _("Matter"),
    "building": _("Building"),
    "estate": _("Estate"),
    "theme": _("Theme"),
    "volunteer": _("Volunteer"),
    "volunteers": _("Volunteers"),
    "activity": _("Activity"),
    "team": _("Team"),
    "shop": _("Points shop"),
    "course": _("Course"),
    "trainee": _("Who learns"),
    "meeting": _("Meeting"),
    "meetings": _("Joint meeting"),
    "registration": _("Registration"),
    "registrations": _("Registrations"),
    "order": pgettext_lazy("journal", "Order"),
    "wish": pgettext_lazy("journal", "Wish"),
    "need": _("Need"),
    "lists": _("Three lists"),
    "donation": pgettext_lazy("journal", "Gift"),
    "street": _("Stretch"),
    "taker": pgettext_lazy("orders", "Who takes orders"),
}
DETAILS: dict[str, Text] = {
    "name": _("What it is called"),
    "roles": _("May"),
    "reason": _("Reason"),
    "minutes": _("Minutes"),
    "requests": _("Pages opened"),
    "fields": _("Changed"),
    "post": _("Post"),
    "starts": _("From"),
    "ends": _("Until"),
    "count": _("How many"),
    "receiver": _("Receiver"),
    "error": _("Fault"),
    "title": pgettext_lazy("of a meeting", "Title"),
    "starts_at": pgettext_lazy("of a meeting", "Begins"),
    "due_on": _("Done by"),
    "made": _("Tasks"),
    "units": _("Units"),
    "resolutions": _("Agreed"),
    "agreed": _("Agreed"),
    "came": _("Units that came"),
    "year": _("Year"),
}
UNSHOWN = frozenset(
    {
        "session",
        "account",
        "accounts",
        "area",
        "areas",
        "invented",
        "own",
        "row",
        "rows",
        "of",
        "length",
        "resolution",
        "duty",
        "unit",
    }
)


@dataclass(frozen=True, slots=True)
class Detail:
    """A part of an event. Not `named`: we have no words for it; pages show it as the code it is."""

    name: str
    value: str
    named: bool


@dataclass(frozen=True, slots=True)
class Told:
    """One event as a line of a list. Not `named`: its words are the code of its kind."""

    words: str
    named: bool
    who: str
    at: datetime
    stream: str
    kind: str
    account_id: int | None
    details: tuple[Detail, ...]


def words_of(kind: str) -> str:
    """Return what kind of event it is, in words where we have them."""
    if kind in WORDS:
        return str(WORDS[kind])
    family, _dot, verb = kind.partition(".")
    if family == "case" and verb in STEPS:
        return str(STEPS[verb].label)
    return gettext("Reported") if kind == "case.submit" else kind


def told(event: EventRow, *, with_data: bool = True) -> Told:
    """Return an event in words. Data of cases are private matters: they are shown only where `with_data` allows."""
    shown = (
        (name, value) for name, value in event.data.items() if name not in UNSHOWN and value not in ("", None, [], {})
    )
    details = tuple(Detail(str(DETAILS.get(name, name)), _plain(value), name in DETAILS) for name, value in shown)
    named = event.actor_name if event.actor_kind != "system" else ""
    return Told(
        words=words_of(event.kind),
        named=words_of(event.kind) != event.kind,
        who=named or str(ACTORS.get(event.actor_kind, event.actor_kind)),
        at=event.at,
        stream=event.stream,
        kind=event.kind,
        account_id=event.account_id,
        details=details if with_data else (),
    )


def _plain(value: object) -> str:
    if isinstance(value, list | tuple):
        return "、".join(_plain(one) for one in value)
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return str(value)


def subject_words(stream: str, names: dict[str, str]) -> str:
    """Return what a stream is about: by its name where it is known, else by what it is and its key."""
    family, _colon, key = stream.partition(":")
    return names.get(stream) or f"{SUBJECTS.get(family, family)} {key}".strip()


def is_named(stream: str, names: dict[str, str]) -> bool:
    """Say whether we have words for what a stream is about."""
    return stream in names or stream.partition(":")[0] in SUBJECTS
