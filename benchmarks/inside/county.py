"""A county to measure in: the demo's town, staff and rules, without its life."""

import os
import secrets
from base64 import b64encode
from datetime import timedelta
from pathlib import Path

import django


def start(url: str, folder: Path) -> None:
    """Set Django up on a database of a folder."""
    key = folder / "key"
    folder.mkdir(parents=True, exist_ok=True)
    if not key.exists():
        key.write_text(b64encode(secrets.token_bytes(32)).decode(), encoding="ascii")
    os.environ.update(
        DJANGO_SETTINGS_MODULE="linli.config.settings",
        LINLI_DATA=str(folder),
        LINLI_DATABASE=url,
        LINLI_DEMO="1",
        LINLI_SECRET=key.read_text(encoding="ascii"),
        LINLI_KEYS=f"bench:{key.read_text(encoding='ascii')}",
    )
    (folder / "static").mkdir(exist_ok=True)
    django.setup()


def found(seed: int = 1) -> None:
    """Make tables, pattern, town and staff in an empty database, so that a request finds its rule and its handler."""
    # Django stands by now
    from linli.channels.cli.prepare import migrate  # noqa: PLC0415
    from linli.kernel import clock  # noqa: PLC0415
    from linli.kernel.actor import SYSTEM  # noqa: PLC0415
    from linli.kernel.locks import write  # noqa: PLC0415
    from linli.patterns import public as patterns  # noqa: PLC0415
    from linli.patterns.demo.county import settle  # noqa: PLC0415
    from linli.patterns.demo.staff import hire  # noqa: PLC0415
    from linli.patterns.demo.town.plan import make_town  # noqa: PLC0415

    migrate()
    since = clock.now() - timedelta(days=500)
    with clock.at(since), write():
        patterns.load(patterns.default_pattern())
        county = settle(make_town(seed), clock.today())
        hire(county, seed, clock.today())
        patterns.complete(by=SYSTEM)


def tokens(count: int) -> list[str]:
    """Issue keys of systems that send cases in for the whole county; each has its own limit of requests a minute."""
    from linli.engines.access.actors import hash_of_token  # noqa: PLC0415
    from linli.engines.access.models import Account, Token  # noqa: PLC0415
    from linli.engines.territory import public as territory  # noqa: PLC0415
    from linli.kernel import clock  # noqa: PLC0415

    path, account = territory.county().path, Account.objects.order_by("pk")[0]
    made = [f"linli_{secrets.token_urlsafe(32)}" for _number in range(count)]
    Token.objects.bulk_create(
        Token(
            name=f"bench {number}",
            hash=hash_of_token(secret),
            hint=secret[6:10],
            roles=["collector"],
            path=path,
            created_by=account,
            created_at=clock.now(),
        )
        for number, secret in enumerate(made)
    )
    return made
