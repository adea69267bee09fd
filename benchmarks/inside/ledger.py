"""The work that `benchmarks/ledger.py` measures, imported once Django is up."""

import random
import threading
from time import monotonic, perf_counter

from django.db import connection

from linli.engines.ledger import public as ledger
from linli.engines.ledger.models import Account
from linli.engines.ledger.public import AccountKind, Asset, Move, Overdrawn, Owner
from linli.kernel.actor import SYSTEM
from linli.kernel.errors import Busy

AREAS = [f"0000001{number:07d}{number:07d}" for number in range(1, 9)]
GIVEN = AccountKind("bench.given", Asset.POINTS, floor=None)
HELD = AccountKind("bench.held", Asset.POINTS)
EACH = 100
ledger.declare(GIVEN)
ledger.declare(HELD)


def _accounts() -> list[tuple[int, list[int]]]:
    """Open one issuer and a hundred holders in each of eight communities."""
    made = []
    for path in AREAS:
        owners = [Owner(HELD.code, f"{path}:{number}", path) for number in range(EACH)]
        issuer, *held = ledger.open_accounts([Owner(GIVEN.code, f"area:{path}", path), *owners])
        made.append((issuer.id, [one.id for one in held]))
    return made


def write_for(seconds: float, writers: int) -> int:
    """Let writers post for some seconds, to accounts of all communities; return how many postings stand there."""
    accounts, counts = _accounts(), [0] * writers
    end = monotonic() + seconds

    def writer(place: int) -> None:
        chance = random.Random(place)
        while monotonic() < end:
            issuer, held = chance.choice(accounts)
            one, other = chance.sample(held, 2)
            give = chance.random() < 0.6
            move = Move(issuer, one, 30) if give else Move(one, other, 10)
            try:
                ledger.post(key=f"{place}:{counts[place]}", kind="bench.moved", moves=[move], by=SYSTEM)
            except Overdrawn:
                continue
            except Busy:
                continue
            counts[place] += 1
        connection.close()

    threads = [threading.Thread(target=writer, args=[place]) for place in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts)


def drift() -> int:
    """Prove the books anew; return how many faults there are."""
    return len(ledger.verify())


def statement_ms(postings: int) -> float:
    """Put many postings on one account, and return the slowest of its first, middle and last pages."""
    issuer, holder = ledger.open_accounts(
        [Owner(GIVEN.code, "area:long", AREAS[0]), Owner(HELD.code, "long", AREAS[0])]
    )
    _fill(issuer.id, holder.id, postings)
    worst = 0.0
    for cursor in [None, f"o{postings // 2}", f"n{postings // 2}", "o51", f"o{postings // 3}"] * 5:
        started = perf_counter()
        page = ledger.statement(holder.id, cursor, size=50)
        worst = max(worst, (perf_counter() - started) * 1000)
        if len(page.items) != 50:
            raise AssertionError(f"a page has {len(page.items)} lines")
    return worst


def _fill(issuer: int, holder: int, postings: int) -> None:
    """Insert the rows at once: half of them reach the account, half leave it."""
    series = (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %s) "
        if connection.vendor == "sqlite" else "WITH n(i) AS (SELECT generate_series(1, %s)) "
    )
    book = Account.objects.values_list("book_id", flat=True).get(pk=issuer)
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0), coalesce(max(number), 0) FROM ledger_transaction")
        last, _number = cursor.fetchone()
        cursor.execute(
            series + "INSERT INTO ledger_transaction (id, book_id, number, key, kind, day, at, about, note, "  # noqa: S608
            "postings_count, actor_kind, actor_name, previous_hash, hash, algorithm) "
            f"SELECT {last} + i, {book}, 10000000 + i, 'long:' || i, 'bench.moved', '2026-11-21', "
            "'2026-11-21 04:00:00+00:00', '', '', 1, 'system', '', '', '', 'sha256' FROM n",
            [postings],
        )
        cursor.execute(
            series + "INSERT INTO ledger_posting (transaction_id, line, asset, amount, source_id, source_number, "  # noqa: S608
            "source_balance, target_id, target_number, target_balance) "
            f"SELECT {last} + i, 1, 3, 1, CASE WHEN i %% 2 = 1 THEN {issuer} ELSE {holder} END, i, 0, "
            f"CASE WHEN i %% 2 = 1 THEN {holder} ELSE {issuer} END, i, 0 FROM n",
            [postings],
        )
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE ledger_posting")
