"""App registration."""

from django.apps import AppConfig


class Donations(AppConfig):
    """Gifts."""

    name = "linli.programmes.donations"
    label = "donations"

    def ready(self) -> None:
        """Declare the accounts, say who hears of gifts, and what time alone makes due."""
        from linli.engines.access import public as access
        from linli.engines.journal import public as journal
        from linli.programmes.donations import accounts, privacy, telling

        accounts.declare()
        journal.register_names("donation", "donations.Donation", number="number")
        access.register_keeper("donations", privacy.export, privacy.erase)
        telling.subscribe()
        journal.on_tick("donations.privacy", privacy.erase_old, minutes=60)
