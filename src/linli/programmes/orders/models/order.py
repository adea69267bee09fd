"""Orders, to whom they are offered, and who works on them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from linli.programmes.orders.lifecycle import ENDED, OPEN, State
from linli.programmes.orders.models.service import Service


class OrderDay(models.Model):
    """The last serial number given on a day."""

    day = models.DateField(primary_key=True)
    last = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.day}"


class Order(models.Model):
    """One order of one resident."""

    number = models.CharField(max_length=18, unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ORDERED)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="orders")
    people = models.PositiveSmallIntegerField()  # who go together, as the catalogue said on that day
    area = models.ForeignKey("territory.Area", on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=64)
    building = models.ForeignKey("territory.Building", null=True, on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=120)  # public enough for the pool: building, never the door
    text = models.TextField()  # what is wanted, in the resident's words
    wanted_from = models.DateTimeField()
    wanted_to = models.DateTimeField()
    origin = models.CharField(max_length=8)  # portal, phone, visit, helper
    account = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    tracking = models.TextField()  # sealed
    tracking_hash = models.CharField(max_length=64, unique=True)
    name = models.TextField(blank=True)  # sealed, P1
    phone = models.TextField(blank=True)  # sealed, P1
    home = models.TextField(blank=True)  # sealed, P2: the door
    helper = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    helper_name = models.CharField(max_length=40, blank=True)  # who ordered for the resident (代办)
    intake_key = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 (unique where it is known)
    offer_until = models.DateTimeField(null=True)  # the offer falls back to the pool, or to the community, then
    pooled = models.BooleanField(default=False)  # anybody suitable of the area may take it
    ordered_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=400, blank=True)  # of a refusal or of what came back
    rating = models.PositiveSmallIntegerField(null=True)
    thanks = models.CharField(max_length=200, blank=True)
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=0)
    last_verb = models.CharField(max_length=16)
    last_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="order_window", condition=Q(wanted_from__lt=F("wanted_to"))),
            models.CheckConstraint(name="order_rating", condition=Q(rating=None) | Q(rating__gte=1, rating__lte=5)),
            models.CheckConstraint(
                name="order_ended",
                condition=Q(state__in=ENDED, ended_at__isnull=False) | Q(state__in=OPEN, ended_at__isnull=True),
            ),
            models.CheckConstraint(name="order_offered", condition=~Q(state="offered") | Q(offer_until__isnull=False)),
        ]
        indexes = [
            models.Index(fields=["-ordered_at", "-id"], name="order_by_time"),
            models.Index(fields=["path", "-ordered_at", "-id"], name="order_by_place"),
            # service and time ride along: a filtered list is found in the index alone
            models.Index(fields=["state", "path", "wanted_to", "id", "service", "ordered_at"], name="order_by_state"),
            models.Index(fields=["service", "-ordered_at", "-id"], name="order_by_service"),
            models.Index(fields=["account", "-ordered_at", "-id"], name="order_by_account"),
            models.Index(fields=["helper", "-ordered_at", "-id"], name="order_by_helper"),
            models.Index(fields=["offer_until"], name="order_offers_due", condition=Q(state="offered")),
        ]

    def __str__(self) -> str:
        return self.number


class Offer(models.Model):
    """One to whom an order was offered by name."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="offers")
    taker = models.CharField(max_length=24)  # a<account> or u<unit>
    name = models.CharField(max_length=80)
    at = models.DateTimeField()
    declined = models.CharField(max_length=200, blank=True)  # the reason
    open = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "taker"], name="order_offer_once", condition=Q(open=True))
        ]
        indexes = [models.Index(fields=["taker", "order"], name="order_offer_taker", condition=Q(open=True))]

    def __str__(self) -> str:
        return self.taker


class Work(models.Model):
    """One who took an order; kept when given back."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="works")
    taker = models.CharField(max_length=24)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)  # as the resident sees it
    taken_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    minutes = models.PositiveSmallIntegerField(null=True)
    note = models.CharField(max_length=400, blank=True)
    back_at = models.DateTimeField(null=True)  # given back or let go
    back_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "account"], name="order_work_once", condition=Q(back_at=None)),
            models.UniqueConstraint(  # time counts once
                fields=["account"],
                name="order_work_one_at_a_time",
                condition=Q(started_at__isnull=False, finished_at=None, back_at=None),
            ),
            models.CheckConstraint(
                name="order_work_in_order",
                condition=Q(finished_at=None) | Q(started_at__isnull=False, finished_at__gte=F("started_at")),
            ),
            models.CheckConstraint(
                name="order_work_minutes", condition=Q(finished_at=None, minutes=None) | Q(minutes__isnull=False)
            ),
        ]
        indexes = [models.Index(fields=["account", "order"], name="order_work_account")]

    def __str__(self) -> str:
        return self.name
