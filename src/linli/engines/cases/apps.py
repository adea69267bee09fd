"""App registration."""

from django.apps import AppConfig


class Cases(AppConfig):
    """Cases."""

    name = "linli.engines.cases"
    label = "cases"

    def ready(self) -> None:
        """Say which events of cases tell somebody."""
        from linli.engines.cases import announcements, photos, privacy, recipients, regrid
        from linli.engines.cases.tick import tick
        from linli.engines.journal import public as journal

        recipients.subscribe()
        announcements.subscribe()
        regrid.subscribe()
        journal.on_tick("cases.clocks", tick)
        journal.on_tick("cases.photos", photos.sweep, minutes=60)
        journal.on_tick("cases.privacy", privacy.erase_old, minutes=60)
