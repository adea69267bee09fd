"""Kinds, categories and limits: the pattern's data."""

from django.db import models


class Kind(models.Model):
    """A kind of request: inquiry, help, complaint, report, suggestion, mediation, long-running ..."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=20)
    name_en = models.CharField(max_length=40, blank=True)
    privacy = models.CharField(max_length=8, blank=True)   # overrides the category's when stricter
    milestones = models.JSONField(default=list)     # default milestones of long-running kinds: [{name, days}]
    needs_agreement = models.BooleanField(default=False)   # mediation: a result needs an agreement record
    answer_at_once = models.BooleanField(default=False)    # inquiries may be answered by the desk
    order = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name


class Category(models.Model):
    """A class of the taxonomy, two levels; level one has no parent."""

    class Privacy(models.TextChoices):
        """What the public sees before a person releases the text."""

        PUBLIC = "public"        # class, place and state
        LIMITED = "limited"      # class and grid
        PRIVATE = "private"      # counted only, never on map or list

    code = models.CharField(max_length=12, unique=True)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    name = models.CharField(max_length=30)
    name_en = models.CharField(max_length=60, blank=True)
    words = models.JSONField(default=list)          # words that speak for this class
    kind = models.ForeignKey(Kind, null=True, on_delete=models.PROTECT, related_name="+")
    unit_kind = models.CharField(max_length=40, blank=True)        # usual handler: grid, community, or a unit kind
    assist_unit_kinds = models.JSONField(default=list)
    resolve_level = models.CharField(max_length=10, blank=True)    # grid, community, street, county
    urgency = models.CharField(max_length=10, default="normal")    # normal, urgent, emergency, long
    emergency_phone = models.CharField(max_length=20, blank=True)
    privacy = models.CharField(max_length=8, choices=Privacy.choices, default=Privacy.LIMITED)
    note = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=160, blank=True)
    active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name


class Limit(models.Model):
    """A time limit of a category (or of all, when category is null), perhaps for one area only. Most specific wins."""

    class Clock(models.TextChoices):
        """Which clock the limit is for."""

        FIRST_CONTACT = "first_contact"
        HANDLING = "handling"
        RESPONSE = "response"            # a whistled unit or a helper answers
        CALL_BACK = "call_back"

    class Unit(models.TextChoices):
        """How time is counted: 工作时, 时, 工作日, 日."""

        WORKING_MINUTES = "wmin"
        MINUTES = "min"
        WORKING_DAYS = "wd"
        DAYS = "d"

    clock = models.CharField(max_length=14, choices=Clock.choices)
    category = models.ForeignKey(Category, null=True, on_delete=models.CASCADE, related_name="limits")
    area = models.ForeignKey("territory.Area", null=True, on_delete=models.CASCADE, related_name="+")
    value = models.PositiveIntegerField()
    unit = models.CharField(max_length=5, choices=Unit.choices)
    source = models.CharField(max_length=160)       # law and article, standard, or the county's own rule

    def __str__(self) -> str:
        return f"{self.clock} {self.value} {self.unit}"


class ReplyTemplate(models.Model):
    """A ready-made text for a verb, with placeholders {number}, {title}, {unit}, {due}."""

    verb = models.CharField(max_length=24)
    category = models.ForeignKey(Category, null=True, on_delete=models.CASCADE, related_name="templates")
    name = models.CharField(max_length=40)
    text = models.TextField()
    order = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return self.name


class Matter(models.Model):
    """A matter that may be put on a community (事项准入)."""

    class ListKind(models.TextChoices):
        """Which of the three lists."""

        STATUTORY = "statutory"          # 依法履行
        ASSISTING = "assisting"          # 依法协助
        DELEGATED = "delegated"          # 委托代办

    class State(models.TextChoices):
        """Where the matter stands."""

        LISTED = "listed"
        EXPIRED = "expired"

    code = models.CharField(max_length=20, unique=True)
    list_kind = models.CharField(max_length=10, choices=ListKind.choices)
    title = models.CharField(max_length=80)
    basis = models.CharField(max_length=160)
    office = models.CharField(max_length=60, blank=True)
    fee_owner = models.CharField(max_length=60, blank=True)
    categories = models.ManyToManyField(Category, related_name="matters")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.LISTED)

    def __str__(self) -> str:
        return self.title
