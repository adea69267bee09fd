"""A change of the rules that the county is thinking about: drafted, tried on the last month, not in force."""

from datetime import timedelta

from linli.engines.access import public as access
from linli.engines.cases import public as cases
from linli.engines.cases.public import RuleInput
from linli.kernel import clock
from linli.patterns.demo.county import County
from linli.patterns.demo.staff import Staff

TRIED = timedelta(days=30)
LIGHTS, STAIRS = "B01", "A01"


def draft_a_rule(county: County, staff: Staff) -> None:
    """Draft two rules and let the worker try them on the last month when it first runs."""
    root = county.area_ids["county"]
    admin = access.actor_of(staff.signs["admin"])
    draft = cases.draft_rules(area_id=root, name="灯和垃圾先由网格看", by=admin)
    for name, code in (("路灯楼道灯先由网格长看", LIGHTS), ("垃圾堆积先由网格长看", STAIRS)):
        given = RuleInput(
            name=name, target="post:grid_leader", area_id=root, categories=(code,), automatic=False,
            reason="网格长离得近，先去看一眼，再决定找物业还是环卫。", source="虚构的县，由生成器编写",
        )  # fmt: skip
        last = len(cases.put_rule(draft.pk, given, by=admin).rules) - 1
        for place in range(last, 0, -1):  # the first that fits counts
            cases.shift_rule(draft.pk, place, up=True, by=admin)
    today = clock.today()
    cases.replay_in_background(draft.pk, since=today - TRIED, until=today, by=admin)
