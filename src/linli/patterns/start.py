"""The first steps of a real county: its area and the person who sets up everything else."""

from linli.engines.access import public as access
from linli.engines.access.public import Role
from linli.engines.territory import public as territory
from linli.kernel.actor import SYSTEM
from linli.kernel.errors import WrongState
from linli.kernel.locks import write
from linli.patterns.loader import put_rest_in_force


def first_county(*, name: str, code: str, username: str, password: str) -> int:
    """Add the county and its first administrator, and put the rules of the loaded pattern in force.

    Returns the id of the county. Raises: WrongState (the pattern has no county post of an administrator), Invalid.
    """
    with write():
        post = next(
            (one for one in territory.posts() if one.level == "county" and Role.ADMINISTRATOR in one.roles), None
        )
        if post is None:
            raise WrongState
        county = territory.add_area(kind="county", name=name, code=code, by=SYSTEM)
        account = access.create_account(
            username=username, name=post.name, password=password, path=county.path, by=SYSTEM
        )
        territory.appoint(post_code=post.code, account_id=account.pk, area_id=county.pk, by=SYSTEM)
        put_rest_in_force(by=SYSTEM)
        return county.pk
