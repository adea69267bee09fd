"""App registration."""

from django.apps import AppConfig


class Lists(AppConfig):
    """The three lists."""

    name = "linli.programmes.lists"
    label = "lists"

    def ready(self) -> None:
        """Declare the accounts, say who hears of the lists, what time makes due, and which long work there is."""
        from linli.engines.access import public as access
        from linli.engines.journal import public as journal
        from linli.programmes.lists import accounts, privacy, telling
        from linli.programmes.lists.pairing import JOB

        accounts.declare()
        journal.register_names("need", "lists.Need", number="number")
        journal.register_names("resource", "lists.Resource", number="number")
        journal.register_names("project", "lists.Project", number="number", name="title")
        access.register_keeper("lists", privacy.export, privacy.erase)
        telling.subscribe()
        journal.on_tick("lists.privacy", privacy.erase_old, minutes=60)
        journal.register_job(JOB, "linli.programmes.lists.match_job:run")
