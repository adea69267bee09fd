"""The case: what somebody asks for, from the first word to the confirmed result."""

from datetime import UTC, datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from linli.engines.cases.lifecycle import State
from linli.engines.cases.models.taxonomy import Category, Kind, Matter

NO_HURRY = datetime(9000, 1, 1, tzinfo=UTC)


def _where_filled(model: str, *names: str) -> list[models.Index]:
    """Return an index of each field that holds only the rows where it is filled: those it is searched for."""
    return [
        models.Index(fields=[name], name=f"{model}_{name}", condition=Q((f"{name}__isnull", False))) for name in names
    ]


class Origin(models.TextChoices):
    """How the case came in."""

    PORTAL = "portal"
    DESK = "desk"                # a grid member found it on the round
    PHONE = "phone"
    API = "api"
    IMPORT = "import"
    VISIT = "visit"
    MEETING = "meeting"


class Theme(models.Model):
    """A root cause on which many cases hang, with its own plan (每月一题)."""

    title = models.CharField(max_length=80)
    cause = models.TextField(blank=True)
    plan = models.TextField(blank=True)
    area = models.ForeignKey("territory.Area", on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=64, db_index=True)
    lead_unit = models.ForeignKey("territory.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True)
    public = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)
    result = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.title


class Case(models.Model):
    """One matter. Columns here are the present state; how it came to it stands in the journal (stream `case:<id>`)."""

    number = models.CharField(max_length=20, unique=True)              # 2026-1121-0047
    # the same POST twice is the same case; null where the channel gives no key
    intake_key = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001
    state = models.CharField(max_length=12, choices=State.choices)
    origin = models.CharField(max_length=8, choices=Origin.choices)
    kind = models.ForeignKey(Kind, on_delete=models.PROTECT, related_name="+")
    category = models.ForeignKey(  # found by the index that has its day too
        Category, null=True, on_delete=models.PROTECT, related_name="cases", db_index=False
    )
    urgency = models.CharField(max_length=10, default="normal")
    privacy = models.CharField(max_length=8, choices=Category.Privacy.choices, default=Category.Privacy.LIMITED)
    text = models.TextField()                                          # the resident's words
    title = models.CharField(max_length=60)                            # first words of the text, or set at the desk
    public_text = models.TextField(blank=True)                         # released by a person; empty: not released
    submitted_at = models.DateTimeField()
    submitted_on = models.DateField()                                  # the same day in China, for series

    # where: the grid of its day
    area = models.ForeignKey("territory.Area", on_delete=models.PROTECT, related_name="+")   # narrowest known
    path = models.CharField(max_length=64)
    building = models.ForeignKey("territory.Building", null=True, on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=120, blank=True)               # in words
    longitude = models.FloatField(null=True)
    latitude = models.FloatField(null=True)

    # whose: `assignee` is the key of a post at a place or of a unit, see Assignee
    assignee = models.CharField(max_length=48, blank=True)             # p:grid_leader:a12, p:building_head:b7, u:5
    assignee_name = models.CharField(max_length=80, blank=True)        # as it was called when dispatched
    # whose dispatch desk it is on
    desk = models.ForeignKey("territory.Area", on_delete=models.PROTECT, related_name="+")
    desk_path = models.CharField(max_length=64)
    # who took it; their indexes, below, hold the cases that have one: a new case has none of them
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    former_checker = models.ForeignKey(                                # before it was reopened
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    proposed_by = models.ForeignKey(                                   # of the lawful close
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    matter = models.ForeignKey(Matter, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    theme = models.ForeignKey(Theme, null=True, on_delete=models.SET_NULL, related_name="cases", db_index=False)
    merged_into = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="merged", db_index=False
    )

    # how far
    people = models.PositiveIntegerField(default=1)                    # followers of this and of all merged into it
    ping_pongs = models.PositiveSmallIntegerField(default=0)           # declines and hand-backs; 2: the street decides
    reopened = models.PositiveSmallIntegerField(default=0)             # at most once
    open_tasks = models.PositiveSmallIntegerField(default=0)           # parts of others still open
    milestones_left = models.PositiveSmallIntegerField(default=0)
    asks_more_time = models.BooleanField(default=False)                # a request for more time waits for its answer
    supervised_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)                           # of the next running clock; null: none runs
    due_kind = models.CharField(max_length=14, blank=True)             # which clock that is
    queue_at = models.DateTimeField(default=NO_HURRY)                  # due_at, never null: what work lists go by
    contacted_at = models.DateTimeField(null=True)
    contact_due_at = models.DateTimeField(null=True)                   # until when the first contact was owed
    handled_at = models.DateTimeField(null=True)
    contact_minutes = models.PositiveIntegerField(null=True)           # from the first word to the first contact
    handling_minutes = models.PositiveIntegerField(null=True)          # and to the work being done
    on_time = models.BooleanField(null=True)                           # done before its handling clock ran out
    closed_at = models.DateTimeField(null=True)
    routed_by = models.CharField(max_length=200, blank=True)           # the reason in words

    # how it ended
    exit_code = models.CharField(max_length=16, blank=True)            # refuse: one of lifecycle.Exit
    solved = models.BooleanField(null=True)                            # the reporter's answer
    rating = models.PositiveSmallIntegerField(null=True)               # 1..5, 5 best
    lawful_close = models.BooleanField(default=False)                  # done as the law allows, resident unhappy
    settled_level = models.CharField(max_length=10, blank=True)        # grid, community, street, county
    unreasonable = models.BooleanField(default=False)                  # confirmed by a second person; left out of rates
    version = models.PositiveIntegerField(default=1)                   # goes up with every verb
    last_verb = models.CharField(max_length=24, blank=True)            # the last verb, for lists
    last_at = models.DateTimeField(null=True)                          # and when it was

    class Meta:
        constraints = [
            models.CheckConstraint(name="case_refused_has_code", condition=~Q(state=State.REFUSED) | ~Q(exit_code="")),
            models.CheckConstraint(
                name="case_merged_has_lead",
                condition=Q(state=State.MERGED, merged_into__isnull=False)
                | (~Q(state=State.MERGED) & Q(merged_into__isnull=True)),
            ),
            models.CheckConstraint(
                name="case_not_into_itself",
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
            ),
            models.CheckConstraint(
                name="case_closed_has_time",
                condition=~Q(state__in=[State.CLOSED, State.REFUSED, State.WITHDRAWN]) | Q(closed_at__isnull=False),
            ),
            models.CheckConstraint(name="case_reopened_once", condition=Q(reopened__lte=1)),
            models.CheckConstraint(
                name="case_rating_range",
                condition=Q(rating__isnull=True) | Q(rating__range=(1, 5)),
            ),
            models.CheckConstraint(
                name="case_checker_is_not_handler",
                condition=Q(checked_by__isnull=True) | Q(handled_by__isnull=True) | ~Q(checked_by=F("handled_by")),
            ),
        ]
        indexes = [
            *_where_filled(
                "case",
                *("holder", "handled_by", "checked_by", "former_checker", "proposed_by"),
                *("matter", "theme", "merged_into"),
            ),
            models.Index(fields=["assignee", "state", "queue_at"]),
            models.Index(fields=["state", "desk_path", "queue_at"]),
            models.Index(fields=["path", "-submitted_at"]),
            models.Index(fields=["-submitted_at", "-id"]),
            # the public's list and map; area and state stand in it so that counting grids reads no case
            models.Index(fields=["privacy", "-submitted_at", "-id", "area", "state"], name="case_public"),
            models.Index(fields=["category", "-submitted_at"]),
            models.Index(fields=["last_at", "submitted_on"], name="case_changed"),
            models.Index(fields=["submitted_on"], name="case_by_day"),
            # open work only, however many cases have ended: its lists, its board, its map. What the board asks and what
            # the map counts stands in them, the condition too (SQLite looks for it), so that no case is read for it
            models.Index(
                fields=[
                    *("path", "queue_at", "state", "assignee", "assignee_name"),
                    *("asks_more_time", "ping_pongs", "closed_at"),
                ],
                name="case_open_here", condition=Q(closed_at__isnull=True),
            ),
            models.Index(
                fields=["-submitted_at", "-id", "privacy", "state", "path", "area", "category", "closed_at"],
                name="case_open_newest", condition=Q(closed_at__isnull=True),
            ),
            models.Index(
                fields=["category", "state", "-submitted_at", "path", "closed_at"],
                name="case_open_class", condition=Q(closed_at__isnull=True),
            ),
            models.Index(
                fields=["contact_due_at"],
                name="case_contact_owed",
                condition=Q(contacted_at__isnull=True, contact_due_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Following(models.Model):
    """Somebody who asked, or joined: the reporter and the neighbours with the same problem.

    A bearer of the tracking code is this person; name and phone are sealed.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="followings")
    reporter = models.BooleanField(default=False)  # who answers for the case: confirms, rates, withdraws
    author = models.BooleanField(default=False)     # wrote the text, so may read it
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    # who reported for them
    helper = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    helper_name = models.CharField(max_length=40, blank=True)
    tracking = models.TextField()                   # sealed tracking code
    tracking_hash = models.CharField(max_length=64, unique=True)
    name = models.TextField(blank=True)             # sealed
    phone = models.TextField(blank=True)            # sealed
    phone_hash = models.CharField(max_length=64, blank=True, db_index=True)
    email = models.TextField(blank=True)            # sealed
    home = models.TextField(blank=True)             # sealed: the exact home, where the reporter gave it
    at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)       # does not wait any more: gets no messages, counts no longer

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(reporter=True), name="following_one_reporter"),
            models.UniqueConstraint(
                fields=["case", "account"], condition=Q(account__isnull=False, left_at__isnull=True),
                name="following_account_once",
            ),
            models.CheckConstraint(
                name="following_reporter_stays", condition=Q(reporter=False) | Q(left_at__isnull=True)
            ),
        ]
        indexes = _where_filled("following", "account", "helper")

    def __str__(self) -> str:
        return f"following {self.pk} of case {self.case_id}"


class DaySerial(models.Model):
    """The last serial of case numbers given on a day: raised in one statement, so that no two cases share a number."""

    day = models.DateField(primary_key=True)
    last = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.day}: {self.last}"


class Attachment(models.Model):
    """A photo, re-encoded and without position data."""

    # null until submitted
    case = models.ForeignKey(Case, null=True, on_delete=models.CASCADE, related_name="attachments")
    key = models.CharField(max_length=32, unique=True)       # unguessable; files are <key>.jpg and <key>-small.jpg
    stage = models.CharField(max_length=8, default="report")  # report, proof, check, interim
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField()                     # bytes
    sha256 = models.CharField(max_length=64)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    public = models.BooleanField(default=False)              # released with the text
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key


class CaseSearch(models.Model):
    """What a case is found by, cut into pairs of characters. PostgreSQL keeps and indexes it here (the columns are
    tsvector there, see the migrations); SQLite keeps the same in the FTS5 table `cases_fts` and leaves this one empty.
    """

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.CASCADE, related_name="search")
    grams = models.TextField()
    public_grams = models.TextField()               # of what has been released to the public

    def __str__(self) -> str:
        return f"search text of case {self.case_id}"
