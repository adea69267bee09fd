"""What is in force now, in the form of a pattern's content: read from the engines, not from the last file."""

from linli.engines.cases import public as cases
from linli.engines.territory import circle
from linli.engines.territory import public as territory
from linli.kernel.errors import NotFound
from linli.patterns.content import KEPT_HERE, Content, Section, limit_key, reply_key
from linli.patterns.models import Load
from linli.patterns.spans import spoken
from linli.programmes.orders import public as orders
from linli.programmes.volunteers import public as volunteers
from linli.programmes.wishes import public as wishes


def last_load() -> Load | None:
    """Return the newest load."""
    return Load.objects.order_by("-pk").first()


def present() -> Content:
    """Return what is in force."""
    last = last_load()
    kept = last.content if last is not None else {}
    return {
        **{name: kept.get(name, {}) for name in KEPT_HERE},
        "posts": _posts(),
        "staffing": _staffing(),
        "usual_posts": {kind: {"post": code} for kind, code in cases.usual_posts().items()},
        "kinds": _kinds(),
        "categories": _categories(),
        "limits": _limits(),
        "matters": _matters(),
        "dangers": _dangers(),
        "replies": _replies(),
        "rules": _rules(),
        "services": _services(),
        "wishes": _wishes(),
        "schemes": _schemes(),
        "points": _points(),
    }


def _posts() -> Section:
    return {
        row.code: {
            "name": row.name,
            "name_en": row.name_en,
            "level": row.level,
            "roles": list(row.roles),
            "paid": row.paid,
            "term_months": row.term_months,
            "household_limit": row.household_limit,
            "order": row.order,
            "source": row.source,
        }
        for row in territory.posts()
    }


def _staffing() -> Section:
    return {
        f"{row.post_code} {row.grid_kind}".strip(): {
            "post": row.post_code,
            "grid": row.grid_kind,
            "count": row.count,
            "per_households": row.per_households,
        }
        for row in territory.staffing_plans()
    }


def _kinds() -> Section:
    return {
        row.code: {
            "name": row.name,
            "name_en": row.name_en,
            "privacy": row.privacy,
            "needs_agreement": row.needs_agreement,
            "answer_at_once": row.answer_at_once,
            "milestones": [dict(one) for one in row.milestones],
            "order": row.order,
        }
        for row in cases.kinds()
    }


def _categories() -> Section:
    return {
        row.code: {
            "name": row.name,
            "name_en": row.name_en,
            "parent": row.parent_code,
            "kind": row.kind_code,
            "handler": row.unit_kind,
            "helpers": list(row.assist_unit_kinds),
            "level": row.resolve_level,
            "urgency": row.urgency,
            "privacy": row.privacy,
            "emergency_phone": row.emergency_phone,
            "words": list(row.words),
            "note": row.note,
            "source": row.source,
        }
        for row in cases.categories()
    }


def _limits() -> Section:
    """Return the limits that hold everywhere; those of one area are the console's business."""
    return {
        limit_key(row.clock, row.category_code): {
            "clock": row.clock,
            "class": row.category_code,
            "within": spoken(row.value, row.unit),
            "source": row.source,
        }
        for row in cases.limits()
        if row.area_id is None
    }


def _matters() -> Section:
    codes = {row.id: row.code for row in cases.categories(active_only=False)}
    return {
        row.code: {
            "list": row.list_kind,
            "title": row.title,
            "basis": row.basis,
            "office": row.office,
            "fee_owner": row.fee_owner,
            "classes": sorted(codes[number] for number in row.category_ids),
            "valid_from": row.valid_from.isoformat(),
        }
        for row in cases.matters()
    }


def _dangers() -> Section:
    named = ("name", "name_en", "phone", "advice", "advice_en", "order", "source")
    return {
        row.code: {"words": list(row.words), **{name: getattr(row, name) for name in named}} for row in cases.dangers()
    }


def _replies() -> Section:
    return {
        reply_key(row.verb, row.category_code, row.name): {
            "verb": row.verb,
            "class": row.category_code,
            "name": row.name,
            "text": row.text,
            "order": row.order,
        }
        for row in cases.reply_templates()
    }


def _rules() -> Section:
    """Return the rules of the whole county; those of a street or community are the console's business."""
    try:
        root = territory.county().id
    except NotFound:
        return {}
    return {
        row.name: {
            "categories": list(row.categories),
            "kinds": list(row.kinds),
            "urgencies": list(row.urgencies),
            "hours": row.hours,
            "target": row.target,
            "automatic": row.automatic,
            "reason": row.reason,
            "source": row.source,
            "order": row.number,
        }
        for row in cases.rules()
        if row.area_id == root and row.active
    }


def _services() -> Section:
    named = (
        "name",
        "name_en",
        "group",
        "group_en",
        "icon",
        "lead",
        "minutes",
        "take_minutes",
        "people",
        "vetted",
        "insured",
        "adults",
        "order",
        "source",
    )
    rows = orders.services(active_only=False)
    return {row.code: {name: getattr(row, name) for name in named} for row in rows}


def _points() -> Section:
    named = ("name_en", "group", "minutes", "order", "source")
    return {
        row.code: {"name": row.chinese, **{name: getattr(row, name) for name in named}}
        for row in circle.service_kinds()
    }


def _wishes() -> Section:
    row = wishes.rules()
    if not row.source:  # the built-in rules are nobody's practice
        return {}
    return {
        "wishes": {
            "value_yuan": row.value_fen // 100,
            "claim_days": row.claim_days,
            "rise_days": row.rise_days,
            "source": row.source,
        }
    }


def _schemes() -> Section:
    named = ("code", "name", "about", "colour", "points_per_hour")
    return {
        row.code: {
            "name": row.name,
            "source": row.source,
            "items": [{name: getattr(item, name) for name in named} for item in row.items],
        }
        for row in volunteers.schemes()
    }
