"""Messages to people, in the product and by e-mail."""

from django.conf import settings
from django.db import models


class Message(models.Model):
    """One message to one recipient about one event; never two for the same event."""

    recipient = models.CharField(max_length=32)     # a:<account id>, or f:<following id>: bearer of a tracking code
    account = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="messages")
    event = models.ForeignKey("journal.Event", on_delete=models.PROTECT, related_name="+")
    topic = models.CharField(max_length=48)         # what it is about; settings choose by topic
    title = models.CharField(max_length=120)
    body = models.TextField(blank=True)
    link = models.CharField(max_length=200, blank=True)
    urgent = models.BooleanField(default=False)     # urgent messages pass quiet hours and digests
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["recipient", "event"], name="message_once_per_event")]
        indexes = [models.Index(fields=["recipient", "-id"]), models.Index(fields=["account", "read_at"])]

    def __str__(self) -> str:
        return f"{self.topic} to {self.recipient}"


class Delivery(models.Model):
    """A message on its way through a channel outside the product (e-mail)."""

    class State(models.TextChoices):
        """Where the delivery stands."""

        WAITING = "waiting"
        SENT = "sent"
        FAILED = "failed"            # the address refused it for good
        SKIPPED = "skipped"          # read in the product before the mail was due

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=12, default="email")
    address = models.TextField()                    # sealed, see kernel.crypto
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    digest = models.BooleanField(default=False)     # waits for the recipient's digest hour
    not_before = models.DateTimeField()             # after quiet hours
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "channel"], name="delivery_once_per_channel")]
        indexes = [models.Index(fields=["state", "not_before"])]

    def __str__(self) -> str:
        return f"{self.channel} of message {self.message_id}: {self.state}"


class MessageSettings(models.Model):
    """How one account wants to be told."""

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="message_settings"
    )
    email = models.TextField(blank=True)            # sealed
    quiet_from = models.PositiveSmallIntegerField(default=22 * 60)   # minutes after midnight, China time
    quiet_to = models.PositiveSmallIntegerField(default=7 * 60)
    digest_at = models.PositiveSmallIntegerField(null=True)          # minutes after midnight; null: each at once

    def __str__(self) -> str:
        return f"settings of account {self.pk}"
