"""App registration."""

from django.apps import AppConfig


class Meetings(AppConfig):
    """Joint meetings."""

    name = "linli.programmes.meetings"
    label = "meetings"

    def ready(self) -> None:
        """Say what meetings are called and who hears of them."""
        from linli.engines.access import public as access
        from linli.engines.journal import public as journal
        from linli.programmes.meetings import privacy, telling

        access.register_keeper("meetings", privacy.export, privacy.erase)
        journal.register_names("meeting", "meetings.Meeting", name="title")
        journal.register_names("meetings", "meetings.Body", name="name")
        telling.subscribe()
