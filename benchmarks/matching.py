"""Matching: 100,000 needs with 10,000 resources, then one event after another, beside plain ways to do the same."""

import importlib
import json
import os
import resource as process
import subprocess
import sys
import tempfile
import time
from typing import Any

import numpy as np

from benchmarks.report import Goal, finish
from linli.channels.cli.prepare import migrate, start_django
from linli.engines.matching import bulk
from linli.engines.matching.candidates import candidate_pairs
from linli.engines.matching.compiling import SCORING, SEARCHES
from linli.engines.matching.market import Market
from linli.engines.matching.network import NONE, Whole
from linli.engines.matching.public import Asking, Offering, Window

NEEDS, RESOURCES, EVENTS = 100_000, 10_000, 3_000
PAGE_GOALS = [Goal("choices_p95_ms", "<=", 150)]
CHECKS = 6           # full re-solves by OR-Tools between events
STREETS, COMMUNITIES = 12, 10
# class: what is asked for, what is offered, skills
KINDS = {
    "辅导": ("孩子放学没人管，想找人辅导{0}作业", "退休教师可以辅导{0}，四点半课堂", ("语文", "数学", "英语", "书法")),
    "陪诊": ("老人去{0}看病没人陪", "志愿者陪老人去{0}看病取药", ("县医院", "中医院", "卫生院", "社保局")),
    "维修": ("家里{0}坏了，想找师傅看看", "师傅上门修{0}，只收材料费", ("水管", "电路", "门锁", "家电")),
    "健身": ("想学{0}，缺老师和场地", "教居民{0}，每周有课", ("太极", "广场舞", "乒乓球", "八段锦")),
    "场地": ("想借个地方{0}", "会议室周末可以借来{0}", ("开会", "排练", "读书", "议事")),
    "助餐": ("独居老人{0}吃饭困难", "食堂给老人{0}，送到家", ("中午", "晚上", "周末", "节日")),
    "普法": ("想问问{0}的法律问题", "律师每周答{0}的问题", ("房产", "合同", "劳动", "婚姻")),
    "就业": ("想学{0}找份工作", "培训{0}，学完推荐上岗", ("家政", "月嫂", "电商", "缝纫")),
}


def invented(seed: int = 1, *, needs: int = NEEDS, resources: int = RESOURCES) -> tuple[list[Asking], list[Offering]]:
    """Return invented needs and resources: more asked than given, in places of different plenty."""
    rng = np.random.default_rng(seed)
    names = list(KINDS)
    hours = [Window(day, hour * 60, hour * 60 + 120) for day in range(7) for hour in (8, 10, 14, 16, 18)]

    def place() -> tuple[str, str]:
        street = int(STREETS * rng.random() ** 1.5)
        return f"街{street}", f"社区{int(COMMUNITIES * rng.random() ** 1.3)}"

    def windows(most: int) -> tuple[Window, ...]:
        return tuple(sorted({hours[at] for at in rng.integers(0, len(hours), rng.integers(0, most + 1))}))

    asked_for = []
    for _number in range(needs):
        kind = names[int(len(names) * rng.random() ** 1.2)]
        asked, _given, skills = KINDS[kind]
        skill = skills[rng.integers(0, 4)]
        asked_for.append(Asking(
            text=f"{asked.format(skill)}，{int(rng.integers(1, 30))}号楼",
            category=kind, area=place(), windows=windows(6),
            skills=frozenset({skill}) if rng.random() < 0.4 else frozenset(), people=int(rng.integers(1, 12)),
            urgent=bool(rng.random() < 0.1), waited_days=int(rng.integers(0, 60)),
        ))
    offered = []
    for _number in range(resources):
        kind, home = names[rng.integers(0, len(names))], place()
        _asked, given, skills = KINDS[kind]
        able = rng.choice(skills, 2, replace=False)
        serves = home if (far := rng.random()) < 0.55 else home[:1] if far < 0.95 else ()
        offered.append(Offering(
            text=given.format("和".join(able)), category=kind, serves=serves, home=home, windows=windows(10),
            skills=frozenset(map(str, able)), seats=int(rng.integers(5, 40)), capacity=int(rng.integers(1, 16)),
        ))
    return asked_for, offered


def greedy(market: Market, order: Whole) -> int:
    """Give each pair its place, in an order, as long as there is one; return the value."""
    net = market.net
    left, free, value = net.capacity.copy().tolist(), [True] * market.needs, 0
    need, host, weight = net.edge_need.tolist(), net.edge_resource.tolist(), net.weight.tolist()
    for edge in order.tolist():
        if free[need[edge]] and left[host[edge]] > 0:
            free[need[edge]] = False
            left[host[edge]] -= 1
            value += weight[edge]
    return value


def plain_text_seconds(needs: list[Asking], resources: list[Offering]) -> float:
    """Measure the usual way to texts alone: TF-IDF of pairs of characters, and the twelve nearest of each need."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415  only this measurement needs it

    started = time.perf_counter()
    vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(2, 2), dtype=np.float32)
    given = vectorizer.fit_transform([one.text for one in resources]).T.tocsc()
    part = 1_000
    texts = vectorizer.transform([one.text for one in needs[: 20 * part]])
    for at in range(0, texts.shape[0], part):
        near = (texts[at : at + part] @ given).toarray()
        np.argpartition(near, -12, axis=1)[:, -12:]
    return (time.perf_counter() - started) * len(needs) / texts.shape[0]


def events(market: Market, seed: int = 2) -> tuple[dict[str, list[float]], int]:
    """Let needs go and come, places be lost and won, pairs be forbidden and locked; compare with full re-solves."""
    rng = np.random.default_rng(seed)
    took: dict[str, list[float]] = {}
    differing = 0

    def timed(name: str, event: object, *given: object) -> None:
        started = time.perf_counter()
        event(*given)  # type: ignore[operator]
        took.setdefault(name, []).append((time.perf_counter() - started) * 1000)

    for number in range(EVENTS):
        need, host = int(rng.integers(0, market.needs)), int(rng.integers(0, market.resources))
        if need not in market.absent:
            pairs = market.candidates(need)
            timed("withdrawal", market.drop_need, need)
            timed("insertion", market.add_need, pairs)
        places = int(market.net.capacity[host])
        timed("place_more", market.set_capacity, host, places + 1)
        timed("place_less", market.set_capacity, host, places)
        chosen = market.choice(need := int(rng.integers(0, NEEDS)))
        if chosen != NONE:
            timed("forbidden", market.forbid, need, chosen)
        if number % (EVENTS // CHECKS) == EVENTS // CHECKS - 1:
            differing += abs(market.value - bulk.best_value(market))
    return took, differing


def page() -> dict[str, Any]:
    """Measure the page of choices in a process of its own, with a database of its own."""
    with tempfile.TemporaryDirectory() as data:
        environment = {**os.environ, "LINLI_DATA": data, "LINLI_DATABASE": "", "LINLI_SECOND_FACTOR": "0"}
        command = [sys.executable, __file__, "--child"]
        found = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if found.returncode:
        raise SystemExit(found.stderr[-3000:])
    result: dict[str, Any] = json.loads(found.stdout.strip().splitlines()[-1])
    return result


def main() -> int:
    """Measure, print, compare with the goals; `--page`: the page of choices alone."""
    if "--child" in sys.argv:
        start_django(DJANGO_SETTINGS_MODULE="linli.config.settings")
        migrate()
        print(json.dumps(importlib.import_module("benchmarks.inside.choices").measure()))
        return 0
    shown = page()
    if "--page" in sys.argv:
        return finish("matching", shown, PAGE_GOALS)
    return whole(shown)


def whole(shown: dict[str, Any]) -> int:
    """Measure the matching of everything and single events, print all figures, compare with the goals."""
    needs, resources = invented()
    warm = candidate_pairs(needs[:50], resources[:50], by=SCORING)
    bulk.solve(Market.of_pairs([1] * 50, warm, needs=50, by=SEARCHES))
    started = time.perf_counter()
    pairs = candidate_pairs(needs, resources, by=SCORING)
    weighed = time.perf_counter()
    market = Market.of_pairs([one.capacity for one in resources], pairs, needs=len(needs), by=SEARCHES)
    bulk.solve(market)
    ended = time.perf_counter()
    value, memory = market.value, process.getrusage(process.RUSAGE_SELF).ru_maxrss / 2**20
    heaviest = np.argsort(-market.net.weight[: market.edges], kind="stable")
    figures: dict[str, object] = {
        **shown, "needs": len(needs), "resources": len(resources), "pairs": len(pairs[0]),
        "matched": int((market.net.choice != NONE).sum()), "value": value,
        "above_bound": value - market.bound(), "above_or_tools": value - bulk.best_value(market),
        "candidates_s": round(weighed - started, 2), "solve_s": round(ended - weighed, 2),
        "whole_s": round(ended - started, 2), "memory_gib": round(memory, 2),
        "greedy_loses_percent": round(100 - 100 * greedy(market, heaviest) / value, 2),
        "first_come_loses_percent": round(100 - 100 * greedy(market, np.arange(market.edges)) / value, 2),
    }
    warm_market = market.copy()
    warm_market.drop_need(warm_market.add_need(warm_market.candidates(0)))
    took, differing = events(market)
    every = [one for name in took for one in took[name]]
    figures |= {
        f"{name}_p50_p99_ms": [round(float(np.percentile(took[name], q)), 3) for q in (50, 99)] for name in took
    }
    figures |= {
        "events": len(every), "event_p50_ms": round(float(np.percentile(every, 50)), 3),
        "event_p99_ms": round(float(np.percentile(every, 99)), 3), "event_most_ms": round(max(every), 1),
        "event_differs": differing, "event_above_bound": market.value - market.bound(),
        "plain_sklearn_text_s": round(plain_text_seconds(needs, resources), 1),
    }
    goals = [
        Goal("above_or_tools", "==", 0), Goal("above_bound", "==", 0),
        Goal("solve_s", "<=", 3), Goal("whole_s", "<=", 10),
        Goal("memory_gib", "<=", 1.5), Goal("event_differs", "==", 0), Goal("event_above_bound", "==", 0),
        Goal("event_p50_ms", "<=", 1), Goal("event_p99_ms", "<=", 20), Goal("greedy_loses_percent", ">=", 0),
        *PAGE_GOALS,
    ]
    return finish("matching", figures, goals)


if __name__ == "__main__":
    sys.exit(main())
