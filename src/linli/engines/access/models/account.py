"""Accounts of people, and tokens of machines."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by user name."""


class Account(AbstractBaseUser):
    """A person who signs in. What they may do comes from appointments, never from a flag here."""

    username = models.CharField(max_length=40, unique=True)  # always in small letters
    name = models.CharField(max_length=40)  # shown to colleagues; to residents as 林师傅 (see `public_name`)
    public_name = models.CharField(max_length=20, blank=True)
    work_phone = models.CharField(max_length=30, blank=True)  # a public office number, not a private one
    email = models.CharField(max_length=120, blank=True)  # of the office; a private one lies sealed in message settings
    path = models.CharField(max_length=64, blank=True)  # whose administrators keep it; blank: those of its appointments
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    password_changed_at = models.DateTimeField(null=True)
    password_is_temporary = models.BooleanField(default=False)  # set by somebody else: changed at the next sign-in
    language = models.CharField(max_length=8, blank=True)
    large_type = models.BooleanField(default=False)
    invented = models.BooleanField(default=False)  # a person of the demo county

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    objects = AccountManager()

    class Meta:
        constraints = [models.CheckConstraint(name="account_username_small", condition=Q(username=Lower("username")))]
        indexes = [models.Index(fields=["name"])]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """Return the name colleagues see."""
        return self.name


class ElevatedSession(models.Model):
    """Extra rights for a stated reason and a short time; every request inside is logged."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="elevated_sessions")
    reason = models.CharField(max_length=200)
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="elevated_order", condition=Q(ends__gt=F("starts"))),
            models.CheckConstraint(name="elevated_has_reason", condition=~Q(reason="")),
        ]
        indexes = [models.Index(fields=["account", "-starts"])]

    def __str__(self) -> str:
        return self.reason


class ElevatedRequest(models.Model):
    """One request made inside an elevated session."""

    session = models.ForeignKey(ElevatedSession, on_delete=models.PROTECT, related_name="requests")
    at = models.DateTimeField()
    method = models.CharField(max_length=8)
    address = models.CharField(max_length=200)

    class Meta:
        indexes = [models.Index(fields=["session", "at"])]

    def __str__(self) -> str:
        return f"{self.method} {self.address}"


class Token(models.Model):
    """A machine's key to the API; only its hash is kept."""

    name = models.CharField(max_length=60)
    hash = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=8)  # first characters, to tell tokens apart
    roles = models.JSONField(default=list)
    path = models.CharField(max_length=64)  # area path the token covers
    created_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="tokens")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    last_used_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["path", "-id"])]

    def __str__(self) -> str:
        return self.name
