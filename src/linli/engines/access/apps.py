"""App registration."""

from django.apps import AppConfig


class Access(AppConfig):
    """Access."""

    name = "linli.engines.access"
    label = "access"

    def ready(self) -> None:
        """Say what accounts and keys are called and how messages are erased; tidy up once a day."""
        from linli.engines.access.keepers import erase_messages, register_keeper
        from linli.engines.access.privacy import tidy
        from linli.engines.journal import public as journal

        register_keeper("journal", journal.export, erase_messages, with_account=True)
        journal.register_names("account", "access.Account", number="username", name="name", whole=True)
        journal.register_names("token", "access.Token", name="name")
        journal.on_tick("access.tidy", tidy, minutes=24 * 60)
