"""Addresses below /console/journal/."""

from django.urls import path

from linli.channels.console import journal

urlpatterns = [
    path("", journal.overview, name="journal"),
    path("stuck/again/", journal.retry_all, name="journal-retry-all"),
    path("stuck/<int:letter_id>/again/", journal.retry, name="journal-retry"),
    path("stuck/<int:letter_id>/aside/", journal.lay_aside, name="journal-aside"),
    path("verify/", journal.verify, name="journal-verify"),
    path("looks/", journal.looks, name="looks"),
    path("history/", journal.history, name="history"),
]
