"""The county's learned classes for other systems: how they stand, what was measured, a guess for a text.

What is learned and how far it is trusted is decided by people on the console: no key holds the administrator's role.
"""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Field, P, PathEx, QueryEx, Router, Schema
from pydantic import ConfigDict

from linli.channels.api.bearers import bearer
from linli.channels.api.schemas import REFUSALS
from linli.engines.cases import public as cases
from linli.engines.cases.public import VersionRow

router = Router()


class VersionOut(Schema):
    """One version of what was learned."""

    id: int
    source: str = Field(description="cases, file or corrections.")
    file_name: str
    created_at: datetime
    created_by: str
    texts: int
    macro_f1: float = Field(description="On texts it had not seen.")
    live: bool


class ReportOut(VersionOut):
    """A version with everything that was measured of it."""

    report: dict[str, Any] = Field(description="Figures by class, confusion, calibration, what each confidence does.")


class ClassifierOut(Schema):
    """How the classifier stands."""

    live_id: int | None = Field(description="The version in use; null: the words of the taxonomy speak.")
    confidence: int = Field(description="Percent from which on it gives a class by itself; 100: never.")
    renews: bool = Field(description="It learns anew from corrections.")
    corrections_needed: int
    corrections: int = Field(description="Since the newest version, at most 1000.")
    by_machine: int = Field(description="Of these, classes that the machine had given.")
    versions: list[VersionOut]


class CorrectionOut(Schema):
    """A class that a person changed."""

    number: str
    was: str
    became: str
    by_machine: bool
    at: datetime


class CorrectionListOut(Schema):
    """A page of corrections."""

    items: list[CorrectionOut]
    next_cursor: str | None


class GuessIn(Schema):
    """A text."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(..., max_length=100_000)
    title: str = Field("", max_length=200)


class GuessOut(Schema):
    """A class it may be."""

    code: str
    name: str
    probability: float | None = Field(description="Null while nothing was learned.")
    words: list[str] = Field(description="What spoke for it.")


class GuessesOut(Schema):
    """The likeliest classes, the likeliest first."""

    sure: bool = Field(description="Sure enough that the first would be given without asking.")
    guesses: list[GuessOut]


@router.get(
    "/classifier", response={200: ClassifierOut, **REFUSALS}, operation_id="read_classifier", summary="How it stands"
)
def read_classifier(request: HttpRequest) -> ClassifierOut:
    """Read which version is in use, how far it is trusted, and which versions there are."""
    viewer = bearer(request)
    state = cases.classifier_state(viewer)
    known = {name: getattr(state, name) for name in ClassifierOut.model_fields if name != "versions"}
    return ClassifierOut(**known, versions=[_version(one) for one in cases.classifier_versions(viewer)])


def _version(row: VersionRow) -> VersionOut:
    return VersionOut(**{name: getattr(row, name) for name in VersionOut.model_fields})


@router.get(
    "/classifier/versions/{version_id}",
    response={200: ReportOut, **REFUSALS},
    operation_id="read_classifier_version",
    summary="The report of a version",
)
def read_classifier_version(request: HttpRequest, version_id: PathEx[int, P(ge=1, le=2**31 - 1)]) -> ReportOut:
    """Read what was measured of a version."""
    row = cases.classifier_version(bearer(request), version_id)
    return ReportOut(**{name: getattr(row, name) for name in ReportOut.model_fields})


@router.get(
    "/classifier/corrections",
    response={200: CorrectionListOut, **REFUSALS},
    operation_id="list_corrections",
    summary="Classes that people changed",
)
def list_corrections(
    request: HttpRequest, cursor: QueryEx[str, P(max_length=400)] = "", size: QueryEx[int, P(ge=1, le=200)] = 50
) -> CorrectionListOut:
    """List the corrections in the token's area, the newest first."""
    page = cases.corrections(bearer(request), cursor or None, size=size)
    items = [
        CorrectionOut(**{name: getattr(one, name) for name in CorrectionOut.model_fields}) for one in page.items
    ]
    return CorrectionListOut(items=items, next_cursor=page.next_cursor)


@router.post(
    "/classifier/guess", response={200: GuessesOut, **REFUSALS}, operation_id="guess_class", summary="Guess a class"
)
def guess_class(request: HttpRequest, given: GuessIn) -> GuessesOut:
    """Say which classes a text may be of. Nothing is kept."""
    cases.classifier_state(bearer(request))     # whoever works with classes may ask
    found = cases.suggest_classes(given.text, given.title)
    guesses = [
        GuessOut(code=one.code, name=one.category.name, probability=one.probability, words=list(one.words))
        for one in found.rows
    ]
    return GuessesOut(sure=found.sure, guesses=guesses)
