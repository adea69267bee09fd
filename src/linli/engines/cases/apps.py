"""App registration."""

from django.apps import AppConfig


class Cases(AppConfig):
    """Cases."""

    name = "linli.engines.cases"
    label = "cases"

    def ready(self) -> None:
        """Say which events of cases tell somebody."""
        from linli.engines.cases import announcements, recipients
        from linli.engines.cases.tick import tick
        from linli.engines.journal import public as journal

        recipients.subscribe()
        announcements.subscribe()
        journal.on_tick("cases.clocks", tick)
