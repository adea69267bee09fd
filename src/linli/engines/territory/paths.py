"""Area paths: the parent's path plus the key in 7 digits. A subtree is one range of an index."""

from collections.abc import Iterable
from typing import TypeVar

from django.db import models

WIDTH = 7
Row = TypeVar("Row", bound=models.Model)


def child_path(parent_path: str, key: int) -> str:
    """Return the path of the area with this key under a parent. Raises: ValueError when the key is too long."""
    if not 0 < key < 10**WIDTH:
        raise ValueError(f"area key {key} does not fit in {WIDTH} digits")
    return f"{parent_path}{key:0{WIDTH}d}"


def ids_of(path: str) -> list[int]:
    """Return the keys of the areas along a path, the county first."""
    return [int(path[at : at + WIDTH]) for at in range(0, len(path), WIDTH)]


def prefixes(path: str) -> list[str]:
    """Return the paths of the areas along a path, the county first, the area itself last."""
    return [path[: at + WIDTH] for at in range(0, len(path), WIDTH)]


def parent_path(path: str) -> str:
    """Return the path of the parent; empty for the county."""
    return path[:-WIDTH]


def next_path(path: str) -> str:
    """Return the first path that sorts after the whole subtree of a path."""
    if not path:
        return ":"  # sorts after every digit
    following = str(int(path) + 1).zfill(len(path))
    return following if len(following) == len(path) else ":"


def in_path(queryset: "models.QuerySet[Row]", path: str, field: str = "path") -> "models.QuerySet[Row]":
    """Narrow a queryset to the subtree of a path, as an index range."""
    if not path:
        return queryset
    return queryset.filter(**{f"{field}__gte": path, f"{field}__lt": next_path(path)})


def subtree(path: str, field: str = "path") -> models.Q:
    """Return the condition that `field` lies in the subtree of a path."""
    if not path:
        return models.Q()
    return models.Q(**{f"{field}__gte": path, f"{field}__lt": next_path(path)})


def shared_path(paths: Iterable[str]) -> str:
    """Return the narrowest path above all the paths; empty when they share none."""
    ordered = sorted(paths)
    along = zip(prefixes(ordered[0]), prefixes(ordered[-1]), strict=False)
    return max((a for a, b in along if a == b), key=len, default="")
