"""App registration."""

from django.apps import AppConfig


class Cases(AppConfig):
    """Cases."""

    name = "linli.engines.cases"
    label = "cases"

    def ready(self) -> None:
        """Say what cases are called and which of their events tell somebody."""
        from linli.engines.access import public as access
        from linli.engines.cases import announcements, classifier, photos, privacy, recipients, regrid
        from linli.engines.cases.correcting import note_correction
        from linli.engines.cases.hot.keeping import gather_new, tidy_hot
        from linli.engines.cases.rulekeepers import REPLAY
        from linli.engines.cases.tallies.keeping import keep
        from linli.engines.cases.tick import tick
        from linli.engines.cases.verbs.classifier import LEARN
        from linli.engines.cases.verbs.rulesets import apply_due
        from linli.engines.journal import public as journal

        journal.register_names("case", "cases.Case", number="number")
        journal.register_names("theme", "cases.Theme", name="title")
        journal.register_names("matter", "cases.Matter", number="code", name="title")
        journal.register_names("application", "cases.Application", name="title")
        access.register_keeper("cases", privacy.export_own, privacy.erase_own)
        recipients.subscribe()
        announcements.subscribe()
        regrid.subscribe()
        journal.register_job(LEARN, "linli.engines.cases.learning.work:run")
        journal.register_job(REPLAY, "linli.engines.cases.replay_job:run")
        journal.subscribe("case.amend", "cases.corrections", note_correction)
        journal.on_tick("cases.classifier", classifier.renew, minutes=60)
        journal.on_tick("cases.clocks", tick)
        journal.on_tick("cases.hot", gather_new)
        journal.on_tick("cases.hot_tidy", tidy_hot, minutes=60)
        journal.on_tick("cases.photos", photos.sweep, minutes=60)
        journal.on_tick("cases.rule_sets", apply_due, minutes=5)
        journal.on_tick("cases.tallies", keep, minutes=5)
        journal.on_tick("cases.privacy", privacy.erase_old, minutes=60)
