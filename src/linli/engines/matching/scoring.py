"""Points of a pair: plain loops over arrays that run as they are, or compiled. `fits.py` says them in parts."""

from typing import NamedTuple

import numpy as np

from linli.engines.matching.asking import (
    ALIKE,
    CATEGORY,
    MOST_WAITED,
    NEAR,
    SKILLS,
    WINDOWS,
    WINDOWS_OPEN,
    WORDS,
)
from linli.engines.matching.network import Whole

OUT = -1
NEAR_ONE, NEAR_TWO, NEAR_THREE = NEAR


class Side(NamedTuple):
    """All needs, or all resources, in numbers. Lists lie one behind the other; `*_at` says where each begins."""

    category: Whole
    area: Whole         # rows of three: street, community, grid as numbers; -1: not said. Of a resource: what it serves
    home: Whole         # the same: where it is
    seats: Whole        # of a need: people; of a resource: most people at once, -1: any
    extra: Whole        # of a need: 2 urgent or 0, and days waited
    span_at: Whole
    spans: Whole        # rows of two
    minutes: Whole      # all spans together
    skill_at: Whole
    skills: Whole
    gram_at: Whole
    grams: Whole


def common(one: Whole, start: int, end: int, other: Whole, begin: int, stop: int) -> int:
    """Return how many numbers two rising lists share."""
    found = 0
    while start < end and begin < stop:
        a, b = one[start], other[begin]
        if a == b:
            found += 1
        start += a <= b
        begin += b <= a
    return found


def root(number: int) -> int:
    """Return the whole square root: no floating point, the same on every machine."""
    guess = number
    following = (guess + 1) // 2
    while following < guess:
        guess = following
        following = (guess + number // guess) // 2
    return guess


def serves(need: Side, i: int, resource: Side, j: int) -> bool:
    """Say whether the need lies where the resource serves, and is not for too many people."""
    for level in range(3):
        if resource.area[j, level] >= 0 and resource.area[j, level] != need.area[i, level]:
            return False
    return bool(resource.seats[j] < 0 or need.seats[i] <= resource.seats[j])


def levels_shared(need: Side, i: int, resource: Side, j: int) -> int:
    """Return how many levels of area need and resource share, from the street down."""
    level = 0
    while level < 3 and need.area[i, level] >= 0 and need.area[i, level] == resource.home[j, level]:
        level += 1
    return level


def window_points(need: Side, i: int, resource: Side, j: int) -> int:
    """Return the points for time: the share of the shorter week that both have; OUT when none of it."""
    a, a_end, b, b_end = need.span_at[i], need.span_at[i + 1], resource.span_at[j], resource.span_at[j + 1]
    if a == a_end or b == b_end:
        return WINDOWS_OPEN
    both = 0
    while a < a_end and b < b_end:
        end, other = need.spans[a, 1], resource.spans[b, 1]
        both += max(0, min(end, other) - max(need.spans[a, 0], resource.spans[b, 0]))
        a += end <= other
        b += other <= end
    return OUT if both == 0 else WINDOWS * both // min(need.minutes[i], resource.minutes[j])


def skill_points(need: Side, i: int, resource: Side, j: int) -> int:
    """Return the points for what one must be able to do; OUT when nothing of what is asked is there."""
    a, a_end = need.skill_at[i], need.skill_at[i + 1]
    if a == a_end:
        return SKILLS // 2
    b, b_end = resource.skill_at[j], resource.skill_at[j + 1]
    shared = common(need.skills, a, a_end, resource.skills, b, b_end)
    return OUT if shared == 0 else SKILLS * shared // (a_end - a)


def word_points(need: Side, i: int, resource: Side, j: int) -> int:
    """Return the points for words: shared pairs of characters over the geometric mean of both texts (cosine)."""
    a, a_end, b, b_end = need.gram_at[i], need.gram_at[i + 1], resource.gram_at[j], resource.gram_at[j + 1]
    if a == a_end or b == b_end:
        return 0
    shared = common(need.grams, a, a_end, resource.grams, b, b_end)
    return min(WORDS, 2 * WORDS * shared // root((a_end - a) * (b_end - b)))


def whole(need: Side, i: int, total: int) -> int:
    """Return points as weight: half as much again for what is urgent, and a point for each day waited."""
    weight: int = total * (2 + need.extra[i, 0]) // 2 + min(MOST_WAITED, need.extra[i, 1])
    return weight


def points(need: Side, i: int, resource: Side, j: int, floor: int) -> int:
    """Return the weight of a pair, or OUT when it is no candidate, or cannot be worth more than `floor`."""
    if not serves(need, i, resource, j):
        return OUT
    same = need.category[i] == resource.category[j]
    level = levels_shared(need, i, resource, j)
    total = (CATEGORY if same else 0) + (NEAR_ONE if level == 0 else (NEAR_TWO if level == 1 else NEAR_THREE))
    if whole(need, i, total + WINDOWS + SKILLS + WORDS) <= floor:
        return OUT
    skill = skill_points(need, i, resource, j)
    time = window_points(need, i, resource, j)
    if time == OUT or skill == OUT or whole(need, i, total + time + skill + WORDS) <= floor:
        return OUT
    word = word_points(need, i, resource, j)
    if not same and word < ALIKE:
        return OUT
    return whole(need, i, total + time + skill + word)


def keep_best(best: Whole, weights: Whole, held: int, resource: int, weight: int) -> int:
    """Put a resource among the best of a need, heaviest first, then by number; return how many are held."""
    at = held
    while at > 0 and (weights[at - 1] < weight or (weights[at - 1] == weight and best[at - 1] > resource)):
        at -= 1
    if at == len(best):
        return held
    last = min(held, len(best) - 1)
    while last > at:
        best[last], weights[last] = best[last - 1], weights[last - 1]
        last -= 1
    best[at], weights[at] = resource, weight
    return min(held + 1, len(best))


def count_words(
    need: Side, i: int, post_at: Whole, posts: Whole, counts: Whole, seen: Whole
) -> int:
    """Count, through rare words, how much each resource shares with a need; return how many resources were met."""
    met = 0
    for place in range(need.gram_at[i], need.gram_at[i + 1]):
        gram = need.grams[place]
        for at in range(post_at[gram], post_at[gram + 1]):
            if counts[posts[at]] == 0:
                seen[met] = posts[at]
                met += 1
            counts[posts[at]] += 1
    return met


def rank(
    need: Side, i: int, resource: Side, listed: Whole, held: int, best: Whole, weights: Whole
) -> int:
    """Weigh the listed resources for a need and keep the best."""
    for place in range(len(listed)):
        floor = weights[-1] if held == len(weights) else 0
        weight = points(need, i, resource, listed[place], floor)
        if weight > 0:
            held = keep_best(best, weights, held, listed[place], weight)
    return held


def find(
    need: Side, resource: Side, groups: tuple[Whole, Whole, Whole, Whole], words: tuple[Whole, Whole],
    chosen: Whole, weights: Whole, held: Whole, start: int, end: int,
) -> None:
    """Fill for the needs from `start` to `end` their best candidates.

    Those are resources of its class that serve its place, and those alike in words.
    `groups`: of each need its group; where the ranges of each group begin; the ranges as rows (from, to) of the sorted
    resources; the resources so sorted. `words`: where the resources of each rare word begin; the resources.
    """
    group, range_at, ranges, ordered = groups
    counts, seen = np.zeros_like(resource.category), np.zeros_like(resource.category)
    for i in range(start, end):
        found = 0
        for part in range(range_at[group[i]], range_at[group[i] + 1]):
            listed = ordered[ranges[part, 0] : ranges[part, 1]]
            found = rank(need, i, resource, listed, found, chosen[i], weights[i])
        met = count_words(need, i, words[0], words[1], counts, seen)
        for place in range(met):
            j = seen[place]
            if counts[j] > 1 and need.category[i] != resource.category[j]:
                found = rank(need, i, resource, seen[place : place + 1], found, chosen[i], weights[i])
            counts[j] = 0
        held[i] = found
