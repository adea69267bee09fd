"""What a pattern says, section by section, as plain values under one key each: the form in which files, the database
and the history of loads are compared."""

import re
from collections.abc import Mapping
from typing import Any

from linli.patterns.meaning import REFERENCE
from linli.patterns.spans import span, spoken

Entry = dict[str, Any]
Section = dict[str, Entry]
Content = dict[str, Section]

SECTIONS = (
    "pattern",
    "areas",
    "words",
    "unit_kinds",
    "posts",
    "staffing",
    "usual_posts",
    "kinds",
    "categories",
    "limits",
    "matters",
    "dangers",
    "replies",
    "rules",
    "services",
    "wishes",
    "schemes",
    "points",
)
KEPT_HERE = ("pattern", "areas", "words", "unit_kinds")  # sections no engine holds: they live in the record of loads
CLASS_LIMITS = {"contact": "first_contact", "finish": "handling"}


def content_of(data: Mapping[str, Any]) -> Content:
    """Return the content of a checked pattern file."""
    sources = data.get("sources", {})
    return {
        "pattern": {"pattern": dict(data["pattern"])},
        "areas": {"areas": _sourced(data["areas"], sources)} if "areas" in data else {},
        "words": _coded(data.get("words", []), {"name_en": ""}),
        "unit_kinds": _coded(data["unit_kinds"], {"name_en": ""}),
        "posts": _posts(data["posts"], sources),
        "staffing": _staffing(data["posts"]),
        "usual_posts": {kind: {"post": code} for kind, code in data.get("usual_posts", {}).items()},
        "kinds": _kinds(data["kinds"]),
        "categories": _categories(data, sources),
        "limits": _limits(data, sources),
        "matters": _matters(data),
        "dangers": _dangers(data.get("dangers", []), sources),
        "replies": _replies(data.get("replies", [])),
        "rules": _rules(data.get("rules", []), sources),
        "services": _services(data.get("services", []), sources),
        "schemes": _schemes(data.get("schemes", []), sources),
        "points": _points(data.get("points", []), sources),
        "wishes": {"wishes": _sourced(data["wishes"], sources)} if "wishes" in data else {},
    }


def _text(text: str, sources: Mapping[str, str]) -> str:
    return REFERENCE.sub(lambda found: sources.get(found.group(1), found.group(0)), text)


def _sourced(row: Mapping[str, Any], sources: Mapping[str, str]) -> Entry:
    return {**row, "source": _text(row.get("source", ""), sources)}


def _coded(rows: list[Entry], defaults: Entry) -> Section:
    return {row["code"]: {**defaults, **{key: value for key, value in row.items() if key != "code"}} for row in rows}


def _posts(rows: list[Entry], sources: Mapping[str, str]) -> Section:
    return {
        row["code"]: {
            "name": row["name"],
            "name_en": row.get("name_en", ""),
            "level": row["level"],
            "roles": row["roles"],
            "paid": row.get("paid", False),
            "term_months": row.get("term_months"),
            "household_limit": row.get("household_limit"),
            "order": number,
            "source": _text(row["source"], sources)[:160],
        }
        for number, row in enumerate(rows, start=1)
    }


def _staffing(rows: list[Entry]) -> Section:
    return {
        f"{row['code']} {plan.get('grid', '')}".strip(): {
            "post": row["code"],
            "grid": plan.get("grid", ""),
            "count": plan["count"],
            "per_households": plan.get("per_households"),
        }
        for row in rows
        for plan in row.get("staffing", [])
    }


def _kinds(rows: list[Entry]) -> Section:
    return {
        row["code"]: {
            "name": row["name"],
            "name_en": row.get("name_en", ""),
            "privacy": row.get("privacy", ""),
            "needs_agreement": row.get("needs_agreement", False),
            "answer_at_once": row.get("answer_at_once", False),
            "milestones": row.get("milestones", []),
            "order": number,
        }
        for number, row in enumerate(rows, start=1)
    }


def _categories(data: Mapping[str, Any], sources: Mapping[str, str]) -> Section:
    first = {
        row["code"]: {
            "name": row["name"],
            "name_en": row.get("name_en", ""),
            "parent": "",
            "kind": "",
            "handler": "",
            "helpers": [],
            "level": "",
            "urgency": "normal",
            "privacy": "limited",
            "emergency_phone": "",
            "words": [],
            "note": "",
            "source": "",
        }
        for row in data["classes"]
    }
    second = {
        row["code"]: {
            "name": row["name"],
            "name_en": row.get("name_en", ""),
            "parent": _parent(row["code"], first),
            "kind": row["kind"],
            "handler": row["handler"],
            "helpers": row.get("helpers", []),
            "level": row["level"],
            "urgency": row["urgency"],
            "privacy": row["privacy"],
            "emergency_phone": row.get("emergency_phone", ""),
            "words": row.get("words", []),
            "note": row.get("note", ""),
            "source": _text(row["source"], sources)[:160],
        }
        for row in data["categories"]
    }
    return {**first, **second}


def _parent(code: str, first: Section) -> str:
    return max((one for one in first if code.startswith(one)), key=len, default="")


def _limits(data: Mapping[str, Any], sources: Mapping[str, str]) -> Section:
    found = {
        limit_key(row["clock"], row.get("class", "")): _limit(
            row["clock"], row.get("class", ""), row["within"], _text(row["source"], sources)
        )
        for row in data.get("limits", [])
    }
    for row in data["categories"]:
        for name, clock in CLASS_LIMITS.items():
            found[limit_key(clock, row["code"])] = _limit(clock, row["code"], row[name], _text(row["source"], sources))
    return found


def limit_key(clock: str, class_code: str) -> str:
    """Return the key of a limit."""
    return f"{clock} {class_code}".strip()


def _limit(clock: str, class_code: str, within: str, source: str) -> Entry:
    value, unit = span(within)
    return {"clock": clock, "class": class_code, "within": spoken(value, unit), "source": source[:160]}


def _schemes(rows: list[Entry], sources: Mapping[str, str]) -> Section:
    return {
        row["code"]: {
            "name": row["name"],
            "source": _text(row["source"], sources)[:160],
            "items": [
                {
                    "code": item["code"],
                    "name": item["name"],
                    "about": item.get("about", ""),
                    "colour": item.get("colour", ""),
                    "points_per_hour": item.get("points_per_hour", 1),
                }
                for item in row["items"]
            ],
        }
        for row in rows
    }


def _points(rows: list[Entry], sources: Mapping[str, str]) -> Section:
    return {
        row["code"]: {
            "name": row["name"],
            "name_en": row.get("name_en", ""),
            "group": row.get("group", ""),
            "minutes": row.get("minutes", 15),
            "order": number,
            "source": _text(row["source"], sources)[:160],
        }
        for number, row in enumerate(rows, start=1)
    }


def _services(rows: list[Entry], sources: Mapping[str, str]) -> Section:
    return {
        row["code"]: {
            "name": row["name"],
            "name_en": row.get("name_en", ""),
            "group": row["group"],
            "group_en": row.get("group_en", ""),
            "icon": row.get("icon", "hand"),
            "lead": row.get("lead", ""),
            "minutes": row.get("minutes", 60),
            "take_minutes": row.get("take_minutes", 1440),
            "people": row.get("people", 1),
            "vetted": row.get("vetted", False),
            "insured": row.get("insured", False),
            "adults": row.get("adults", True),
            "order": number,
            "source": _text(row["source"], sources)[:160],
        }
        for number, row in enumerate(rows, start=1)
    }


def _matters(data: Mapping[str, Any]) -> Section:
    since = data["pattern"].get("valid_from", "2025-01-01")
    return {
        row["code"]: {
            "list": row["list"],
            "title": row["title"],
            "basis": row["basis"],
            "office": row.get("office", ""),
            "fee_owner": row.get("fee_owner", ""),
            "classes": sorted(row.get("classes", [])),
            "valid_from": since,
        }
        for row in data.get("matters", [])
    }


def _dangers(rows: list[Entry], sources: Mapping[str, str]) -> Section:
    return {
        row["code"]: {
            "name": row["name"],
            "name_en": row.get("name_en", ""),
            "words": row["words"],
            "phone": row["phone"],
            "advice": row.get("advice", ""),
            "advice_en": row.get("advice_en", ""),
            "order": number,
            "source": _text(row["source"], sources),
        }
        for number, row in enumerate(rows)
    }


def _replies(rows: list[Entry]) -> Section:
    return {
        reply_key(row["verb"], row.get("class", ""), row["name"]): {
            "verb": row["verb"],
            "class": row.get("class", ""),
            "name": row["name"],
            "text": row["text"],
            "order": number,
        }
        for number, row in enumerate(rows, start=1)
    }


def reply_key(verb: str, class_code: str, name: str) -> str:
    """Return the key of a ready-made text."""
    return " ".join(filter(None, (verb, class_code, re.sub(r"\s+", " ", name))))


def _rules(rows: list[Entry], sources: Mapping[str, str]) -> Section:
    return {
        row["name"]: {
            "categories": row.get("categories", []),
            "kinds": row.get("kinds", []),
            "urgencies": row.get("urgencies", []),
            "hours": row.get("hours", ""),
            "target": row["target"],
            "automatic": row.get("automatic", True),
            "reason": row["reason"],
            "source": _text(row["source"], sources)[:160],
            "order": number,
        }
        for number, row in enumerate(rows, start=1)
    }
