"""Certificates: true, free, printed, checked by whoever holds the paper."""

import csv
import io
import json
from datetime import date, timedelta

import pytest
from django.utils import translation
from tests.factories.volunteers import SATURDAY, Neighbourhood, actor, document

from linli.engines.journal import public as journal
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from linli.programmes.volunteers import printing
from linli.programmes.volunteers import public as volunteers
from linli.programmes.volunteers.models import Certificate, Volunteer
from linli.programmes.volunteers.public import ImportResult
from linli.programmes.volunteers.verbs.certify import masked

NUMBER = document(date(1990, 5, 1))


@pytest.fixture
def served(here: Neighbourhood):
    """A volunteer with two hours of service, on the next day."""
    who = here.volunteer(name="诸葛试", identity=NUMBER)
    here.served(who)
    with clock.at(SATURDAY + timedelta(days=1)):
        yield here, who


class TestCertificate:
    def test_what_is_printed_is_what_the_check_shows(self, served):
        _here, who = served
        row = volunteers.ask_certificate(by=actor(who))
        shown = volunteers.verified(row.number.lower(), row.check_code.lower())
        assert (shown["name"], shown["minutes"], shown["withdrawn"]) == ("诸葛试", 120, "")
        assert NUMBER not in json.dumps(shown)
        assert shown["document"] == masked(NUMBER) == NUMBER[:3] + "*" * 13 + NUMBER[-2:]
        assert "诸葛试" not in str(Certificate.objects.values().get())

    @pytest.mark.parametrize("code", ["", "0" * 16, "-"])
    def test_a_guessed_check_code_shows_nothing(self, served, code):
        _here, who = served
        row = volunteers.ask_certificate(by=actor(who))
        for number in (row.number, "C-2026-999999"):
            with pytest.raises(NotFound):
                volunteers.verified(number, code)

    def test_each_has_its_own_check_code(self, served):
        _here, who = served
        one, other = volunteers.ask_certificate(by=actor(who)), volunteers.ask_certificate(by=actor(who))
        with pytest.raises(NotFound):
            volunteers.verified(one.number, other.check_code)

    def test_a_withdrawn_one_says_why(self, served):
        here, who = served
        row = volunteers.ask_certificate(by=actor(who))
        with pytest.raises(NotAllowed):
            volunteers.withdraw_certificate(certificate_id=row.pk, why="时长有误", by=actor(who))
        volunteers.withdraw_certificate(certificate_id=row.pk, why="时长有误", by=here.worker)
        assert volunteers.verified(row.number, row.check_code)["withdrawn"] == "时长有误"

    def test_without_service_there_is_nothing_to_certify(self, here: Neighbourhood):
        with pytest.raises(WrongState):
            volunteers.ask_certificate(by=actor(here.volunteer()))

    def test_printed_in_the_background_and_handed_to_its_owner(self, served):
        here, who = served
        row = volunteers.ask_certificate(by=actor(who))
        with pytest.raises(NotFound):
            volunteers.pdf_for(actor(who), row.number)
        job = journal.run_job(row.job_id)
        if job.state == "failed":
            pytest.skip(f"no Chinese font on this machine: {job.error}")
        assert volunteers.pdf_for(actor(who), row.number).startswith(b"%PDF-")
        assert volunteers.pdf_for(here.worker, row.number).startswith(b"%PDF-")
        assert [one.purpose for one in journal.looks(f"volunteer:{who.pk}")]
        for viewer in (here.stranger, actor(here.volunteer())):
            with pytest.raises(NotFound):
                volunteers.pdf_for(viewer, row.number)

    def test_a_server_without_chinese_letters_says_so(self, served, monkeypatch):
        monkeypatch.setattr(printing, "FAMILIES", ("No Such Family",))
        with pytest.raises(Invalid) as refused:
            printing.chinese_font()
        assert refused.value.code == "no_font"


class TestStandard:
    def test_the_lists_of_the_standard_are_for_few_and_each_look_is_logged(self, served):
        here, who = served
        with pytest.raises(NotFound):
            volunteers.standard_sheets(here.worker, here.community.path, purpose="上报")
        with pytest.raises(Invalid):
            volunteers.standard_sheets(here.head, here.community.path, purpose="")
        people, teams, projects, records = volunteers.standard_sheets(here.head, here.community.path, purpose="上报")
        assert people.rows[0][1] == "诸葛试"
        assert (len(teams.rows), len(projects.rows), records.rows[0][5]) == (0, 1, 2.0)
        assert [one.purpose for one in journal.looks(f"volunteer:{who.pk}")] == ["上报"]


def bring(here: Neighbourhood, rows: list[tuple[str, ...]], *, by: Actor | None = None, **more: bool) -> ImportResult:
    """Bring a table in as a csv file."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    content = text.getvalue().encode()
    return volunteers.import_volunteers(area_id=here.community.pk, content=content, by=by or here.worker, **more)


class TestImport:
    HEAD = ("姓名", "手机号", "身份证号", "特长", "监护人姓名", "监护人电话")

    def rows(self, count: int):
        born = date(1980, 1, 1)
        return [
            (f"试{n}", f"137{n:08d}", document(born + timedelta(days=n)), "理发、绘画", "", "") for n in range(count)
        ]

    def test_five_thousand_with_duplicates(self, here: Neighbourhood, django_assert_max_num_queries):
        good = self.rows(5000)
        bad = [("", "13700000001", "", "", "", ""), ("试错", "", "620399199001011230", "", "", "")]
        minor = ("试小", "", document(date(2012, 1, 1)), "", "", "")
        with django_assert_max_num_queries(200), translation.override("en"):  # SQLite: a thousand values a statement
            table = [self.HEAD, *good, *good[:100], *bad, minor]
            result = bring(here, table)
        assert (result.added, result.same) == (5000, 101)
        assert [one.number for one in result.lines if one.outcome == "refused"] == [5103, 5104]
        assert result.lines[5000].words == "the same person as line 2"
        with translation.override("en"):
            again = bring(here, [self.HEAD, *good])
        assert (again.added, again.same) == (0, 5000)
        assert again.lines[0].words == "the same person as V-2026-000001"

    def test_a_file_is_tried_before_it_counts(self, here: Neighbourhood):
        table = [self.HEAD, *self.rows(3), ("", "", "", "理发", "", "")]
        tried = bring(here, table, try_only=True)
        assert (tried.added, tried.refused, tried.kept) == (3, 1, False)
        assert not Volunteer.objects.exists()

    def test_a_neighbours_worker_brings_nothing_in(self, here: Neighbourhood):
        with pytest.raises(NotAllowed):
            bring(here, [self.HEAD, *self.rows(1)], by=here.stranger)

    def test_a_table_without_names(self, here: Neighbourhood):
        with pytest.raises(Invalid):
            bring(here, [("a", "b"), ("1", "2")])
