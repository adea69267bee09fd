"""What other systems send and read. Fields are added over time, never renamed or taken away within v1.

What is sent and answered by the thousand stands on pydantic alone: ninja's Schema asks each value whether it is one of
Django's.
"""

from datetime import date, datetime
from typing import Annotated

from ninja import Field, Schema
from pydantic import BaseModel, ConfigDict

from linli.engines.cases.public import State

Longitude = Annotated[float, Field(ge=-180, le=180)]
Latitude = Annotated[float, Field(ge=-90, le=90)]


class Problem(Schema):
    """What went wrong: `code` for programs, `message` for people, `fields` where the fault lies."""

    code: str
    message: str
    fields: dict[str, str] = Field(default_factory=dict)


REFUSALS = dict.fromkeys((400, 401, 403, 404, 409, 422, 429, 503), Problem)


class ReporterIn(BaseModel):
    """Who asks, as far as they said. It is kept sealed and never read back through this interface."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field("", max_length=40)
    phone: str = Field("", max_length=30)
    email: str = Field("", max_length=120)


class CaseIn(BaseModel):
    """One matter, in the words of whoever asks."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(..., min_length=1, max_length=4000, description="The resident's own words.")
    kind: str = Field("", max_length=24, description="Code of a kind; found from the class when empty.")
    category: str = Field("", max_length=16, description="Code of a class; found from the text when empty.")
    longitude: Longitude | None = Field(None, description="WGS 84.")
    latitude: Latitude | None = Field(None, description="WGS 84.")
    place: str = Field("", max_length=120, description="The place in words: an address, a building, a landmark.")
    reporter: ReporterIn | None = None
    photos: list[Annotated[str, Field(max_length=80)]] = Field(
        default_factory=list, max_length=9, description="Keys of photos sent in before."
    )


class PhotoOut(Schema):
    """A photo that waits for its case."""

    key: str


class AreaOut(BaseModel):
    """A county, street, community or grid."""

    code: str = Field(description="Statistical code: 12 digits, grids 3 more.")
    name: str
    kind: str


class CaseOut(Schema):
    """A case as it stands now. Names and phones of residents are not given out."""

    number: str
    title: str
    text: str
    state: State
    state_label: str
    kind: str
    category: str
    category_name: str
    urgency: str
    area: AreaOut
    place: str
    longitude: float | None
    latitude: float | None
    assignee_name: str
    due_at: datetime | None
    submitted_at: datetime
    people: int = Field(description="How many people reported this or joined it.")
    last_event: str
    version: int = Field(description="Goes up with everything that happens to the case.")


class EmergencyOut(BaseModel):
    """Words for whoever asks when the text speaks of danger to life."""

    phone: str
    text: str


class CreatedOut(BaseModel):
    """A case just taken in, and the code with which the resident follows it."""

    number: str
    state: State
    state_label: str
    area: AreaOut
    assignee_name: str
    tracking_code: str = Field(description="Give it to the resident: with it they follow, confirm and rate.")
    emergency: EmergencyOut | None
    repeated: bool = Field(description="The same Idempotency-Key was used before: nothing new was opened.")


class CaseListOut(Schema):
    """One page of cases, the newest first."""

    items: list[CaseOut]
    next_cursor: str | None = Field(description="Give it as `cursor` to get the next page; null on the last.")


class CaseQuery(Schema):
    """Which cases to list."""

    q: str = Field("", max_length=80, description="Words that the case holds.")
    state: list[State] = Field(default_factory=list)
    kind: str = Field("", max_length=24)
    category: str = Field("", max_length=16)
    area: str = Field("", max_length=20, description="Code of an area; its whole subtree.")
    since: date | None = Field(None, description="First day of submission, in China.")
    until: date | None = Field(None, description="Last day of submission, in China.")
    late: bool = False
    cursor: str = Field("", max_length=400)
    size: int = Field(50, ge=1, le=200)


class KindOut(Schema):
    """A kind of case."""

    code: str
    name: str


class CategoryOut(Schema):
    """A class of the taxonomy. Cases carry classes of level two."""

    code: str
    name: str
    parent: str
    privacy: str


class TaxonomyOut(Schema):
    """Kinds and classes in force."""

    kinds: list[KindOut]
    categories: list[CategoryOut]
