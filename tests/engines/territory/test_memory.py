"""What is held in memory: other threads and processes see changes, rollbacks leave nothing behind."""

import threading

import pytest
from django.db import connection, transaction
from tests.factories import territory as make

from linli.engines.territory import public as territory
from linli.engines.territory import versions
from linli.engines.territory.models import Area, Version
from linli.kernel.actor import SYSTEM
from linli.kernel.locks import write


class _Undo(Exception):
    pass


def elsewhere(function):
    """Run a function in another thread, as another worker process would; return what it returned."""
    found = []

    def run() -> None:
        try:
            found.append(function())
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(30)
    return found[0]


@pytest.mark.django_db(transaction=True)
class TestOthers:
    def test_a_change_elsewhere_shows_here(self):
        place = make.a_county()
        assert territory.grid_at(*make.middle(0, 0)).name == "兴农社区第一网格"
        elsewhere(lambda: territory.change_area(area_id=place.grids[0].pk, name="新名字", by=SYSTEM))
        assert territory.grid_at(*make.middle(0, 0)).name == "新名字"
        assert territory.area(place.grids[0].pk).name == "新名字"

    def test_it_is_asked_for_at_most_once_in_the_time_set(self, monkeypatch, django_assert_num_queries):
        monkeypatch.setattr(versions, "CHECK_SECONDS", 3600.0)
        versions.forget()
        place = make.a_county()
        territory.area(place.grids[0].pk)
        with django_assert_num_queries(0):
            for _ in range(100):
                territory.area(place.grids[0].pk)
        elsewhere(lambda: territory.change_area(area_id=place.grids[0].pk, name="新名字", by=SYSTEM))
        assert territory.area(place.grids[0].pk).name == "兴农社区第一网格"
        versions.forget()
        assert territory.area(place.grids[0].pk).name == "新名字"

    def test_what_was_rolled_back_was_never_there(self):
        place = make.a_county()
        seen = []

        def rename_and_undo() -> None:
            with write():
                territory.change_area(area_id=place.grids[0].pk, name="没成", by=SYSTEM)
                seen.append(territory.area(place.grids[0].pk).name)
                raise _Undo

        with pytest.raises(_Undo):
            rename_and_undo()
        assert seen == ["没成"]
        assert territory.area(place.grids[0].pk).name == "兴农社区第一网格"
        with transaction.atomic():
            assert territory.grid_at(*make.middle(0, 0)).name == "兴农社区第一网格"

    def test_others_do_not_see_what_is_not_committed(self):
        place = make.a_county()
        if connection.vendor == "sqlite":
            pytest.skip("SQLite has one writer; readers of the test database wait for it")
        with write():
            territory.change_area(area_id=place.grids[0].pk, name="还没提交", by=SYSTEM)
            assert territory.area(place.grids[0].pk).name == "还没提交"
            assert elsewhere(lambda: territory.area(place.grids[0].pk).name) == "兴农社区第一网格"

    def test_many_threads_ask_at_once(self):
        place = make.a_county()
        names = []

        def ask() -> None:
            names.extend([territory.grid_at(*make.middle(0, 0)).id for _ in range(200)])
            connection.close()

        threads = [threading.Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert names == [place.grids[0].pk] * 800


@pytest.mark.django_db
def test_every_change_has_a_new_token_and_old_ones_never_come_again():
    make.a_county()
    before = Version.objects.get(name="directory").token
    territory.change_area(area_id=Area.objects.first().pk, name="x", by=SYSTEM)
    assert Version.objects.get(name="directory").token != before


@pytest.mark.django_db
def test_the_shelf_holds_no_more_than_it_should():
    shelf = versions.Shelf("directory", size=2)
    made = [shelf.get(number, lambda number=number: number) for number in range(5)]
    assert made == [0, 1, 2, 3, 4]
    assert shelf.get(4, lambda: "made anew") == 4
    assert shelf.get(0, lambda: "made anew") == "made anew"
