"""App registration."""

from django.apps import AppConfig


class Access(AppConfig):
    """Access."""

    name = "linli.engines.access"
    label = "access"

    def ready(self) -> None:
        """Say what accounts and keys are called; tidy up once a day."""
        from linli.engines.access.privacy import tidy
        from linli.engines.journal.public import on_tick, register_names

        register_names("account", "access.Account", number="username", name="name", whole=True)
        register_names("token", "access.Token", name="name")
        on_tick("access.tidy", tidy, minutes=24 * 60)
