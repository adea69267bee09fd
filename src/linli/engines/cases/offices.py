"""Who holds an office nearest to a place, from territory's memory."""

from collections.abc import Iterable

from linli.engines.territory import public as territory


def nearest_holders(roles: Iterable[str], path: str) -> list[int]:
    """Return the accounts that hold one of the roles at the nearest area upwards where somebody does."""
    wanted = set(roles)
    posts = [post.code for post in territory.posts() if wanted & set(post.roles)]
    for area in reversed(territory.ancestors(path)):
        found = {
            account for code in posts for account in territory.holders(territory.post_key(code, area_id=area.id))
        }
        if found:
            return sorted(found)
    return []
