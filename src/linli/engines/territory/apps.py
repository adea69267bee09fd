"""App registration."""

from django.apps import AppConfig

NAMED = (
    ("area", "Area"), ("estate", "Estate"), ("building", "Building"), ("unit", "Unit"), ("post", "Post"),
    ("gridplan", "GridPlan"), ("servicepoint", "ServicePoint"),
)


class Territory(AppConfig):
    """Territory."""

    name = "linli.engines.territory"
    label = "territory"

    def ready(self) -> None:
        """Tell the journal what things are called, who does the work of imports, what to look at as a day begins."""
        from linli.engines.journal import public as journal
        from linli.engines.territory.verbs.adoption import carry_out_due
        from linli.engines.territory.verbs.gridplans import JOB
        from linli.engines.territory.verbs.imports import RECEIVER, work_run
        from linli.engines.territory.verbs.rehome import follow_the_day
        from linli.engines.territory.verbs.spreads import JOB as SPREAD
        from linli.engines.territory.verbs.studies import JOB as REACH_JOB

        for family, model in NAMED:
            journal.register_names(family, f"territory.{model}", name="name")
        journal.receive(RECEIVER, work_run)
        journal.on_tick("territory.adoption", carry_out_due)
        journal.on_tick("territory.boundaries", follow_the_day)
        journal.register_job(JOB, "linli.engines.territory.plan_job:run")
        journal.register_job(SPREAD, "linli.engines.territory.spread_job:run")
        journal.register_job(REACH_JOB, "linli.engines.territory.reach_job:run")
