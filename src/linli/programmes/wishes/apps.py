"""App registration."""

from django.apps import AppConfig


class Wishes(AppConfig):
    """Wishes."""

    name = "linli.programmes.wishes"
    label = "wishes"

    def ready(self) -> None:
        """Say who hears of wishes, and what time alone makes due."""
        from linli.engines.access import public as access
        from linli.engines.journal import public as journal
        from linli.programmes.wishes import privacy, telling
        from linli.programmes.wishes.tick import tick

        journal.register_names("wish", "wishes.Wish", number="number")
        access.register_keeper("wishes", privacy.export, privacy.erase)
        telling.subscribe()
        journal.on_tick("wishes.clocks", tick, minutes=10)
        journal.on_tick("wishes.privacy", privacy.erase_old, minutes=60)
