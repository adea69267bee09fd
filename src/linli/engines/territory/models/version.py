"""Tokens that tell other processes when what they hold in memory is out of date."""

from django.db import models


class Version(models.Model):
    """The present token of one thing held in memory: boundaries, calendar."""

    name = models.CharField(max_length=20, primary_key=True)
    token = models.CharField(max_length=32)

    def __str__(self) -> str:
        return self.name
