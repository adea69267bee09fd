"""App registration."""

from django.apps import AppConfig


class Registration(AppConfig):
    """Double registration."""

    name = "linli.programmes.registration"
    label = "registration"

    def ready(self) -> None:
        """Say who hears of registrations, and what time alone makes due."""
        from linli.engines.access import public as access
        from linli.engines.journal import public as journal
        from linli.programmes.registration import privacy, telling

        access.register_keeper("registration", privacy.export, privacy.erase)
        telling.subscribe()
        journal.on_tick("registration.privacy", privacy.erase_old, minutes=60)
