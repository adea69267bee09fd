"""The county learns its classes: from cases or a file, in the background; acts only as sure as it was told to be."""

from datetime import timedelta

import pytest
from tests.factories.access import a_visitor, an_administrator
from tests.factories.cases import MORNING, a_case
from tests.factories.lessons import a_csv, some_texts
from tests.factories.territory import middle

from linli.engines.cases import classifier, suggesting
from linli.engines.cases import public as cases
from linli.engines.cases.models import ClassifierSettings, ClassifierVersion, Correction, LessonFile
from linli.engines.journal import public as journal
from linli.kernel import clock
from linli.kernel.actor import SYSTEM
from linli.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from linli.programmes.requests import public as requests

GAS = "五楼厨房闻到燃气味，燃气表在漏气"


@pytest.fixture
def admin(world):
    return an_administrator()


def learned_from_file(admin, rows=None, **heads):
    job = cases.learn_from_file(
        by=admin, name="以前的诉求.csv", content=a_csv(rows or some_texts(), **heads), text=["诉求"], label="类别"
    )
    return journal.run_job(job.id)


@pytest.fixture
def live(admin):
    """A version in use that acts by itself from 60 percent on."""
    version = learned_from_file(admin).result["version"]
    cases.use_version(version, by=admin)
    cases.decide_confidence(by=admin, percent=60)
    return version


def submitted(text):
    """A report from the middle of the first grid."""
    longitude, latitude = middle(0, 0)
    return requests.submit(
        by=a_visitor(), text=text, origin="portal", longitude=longitude, latitude=latitude
    ).case


class TestLearn:
    def test_from_a_file_a_version_is_kept_with_its_report(self, admin):
        ended = learned_from_file(admin)
        assert ended.state == "done", ended.error
        row = cases.classifier_versions(admin)[0]
        assert (row.source, row.file_name, row.texts, row.live) == ("file", "以前的诉求.csv", 48, False)
        assert row.report["macro_f1"] > 0.9
        assert not LessonFile.objects.exists(), "the file is not kept longer than it is needed"

    def test_names_of_classes_will_do_and_unknown_ones_are_told(self, admin):
        names = {row.code: row.name for row in cases.categories()}
        rows = [(text, names[code]) for text, code in some_texts()]
        learned_from_file(admin, [*rows, ("路口红绿灯不亮", "交通信号")])
        report = cases.classifier_versions(admin)[0].report
        assert [row["label"] for row in report["classes"]] == ["A01", "A03", "B01", "D01"]
        assert any("交通信号" in note for note in report["notes"])

    def test_a_file_of_foreign_classes_fails_in_words(self, admin):
        ended = learned_from_file(admin, [(text, f"别的{code}") for text, code in some_texts()])
        assert ended.state == "failed"
        assert "别的A01" in ended.error
        assert not ClassifierVersion.objects.exists()

    def test_a_missing_column_is_refused_at_once(self, admin):
        with pytest.raises(Invalid, match="诉求"):
            cases.learn_from_file(by=admin, name="x.csv", content=a_csv(some_texts(1)), text=["诉求"], label="没有")

    def test_from_cases_that_people_handled(self, world, admin):
        for text, code in some_texts(5, classes=("A01", "A03")):
            a_case(world, text=text, category_code=code).handled()
        a_case(world, text="没人看过的不算", category_code="A01")
        ended = journal.run_job(cases.learn_from_cases(by=admin).id)
        assert ended.state == "done", ended.error
        assert ended.result["texts"] == 10

    def test_too_few_cases_are_told(self, admin):
        ended = journal.run_job(cases.learn_from_cases(by=admin).id)
        assert ended.state == "failed"
        assert "至少" in ended.error

    def test_one_at_a_time(self, admin):
        cases.learn_from_cases(by=admin)
        with pytest.raises(WrongState):
            cases.learn_from_cases(by=admin)

    def test_run_again_it_makes_no_second_version(self, admin):
        from linli.engines.cases.learning import work
        from linli.engines.journal.public import RunningJob

        ended = learned_from_file(admin)
        again = RunningJob(ended.id, ended.kind, ended.path, ended.payload, admin, "lease")
        assert work.run(again)["version"] == ended.result["version"]
        assert ClassifierVersion.objects.count() == 1


class TestActs:
    def test_before_anything_was_learned_the_words_of_the_taxonomy_speak(self, world):
        guesses = cases.suggest_classes("楼下的垃圾堆积清运不及时")
        assert (guesses.best.code, guesses.best.version, guesses.sure) == ("A01", None, True)
        assert guesses.best.words == ("垃圾堆积清运",)

    def test_above_the_confidence_it_gives_the_class_and_the_history_says_who(self, live):
        case = submitted(GAS)
        assert case.category.code == "B01"
        assert case.urgency == "emergency"
        first = journal.history(f"case:{case.pk}")[0]
        assert first.data["classed"].startswith(f"v{live}:")

    def test_below_it_the_desk_decides(self, admin, live):
        cases.decide_confidence(by=admin, percent=99)
        assert submitted("有件事想问问").category is None

    def test_at_a_hundred_it_never_acts(self, admin, live):
        cases.decide_confidence(by=admin, percent=100)
        guesses = cases.suggest_classes(GAS)
        assert guesses.best.code == "B01"
        assert not guesses.sure
        assert submitted(GAS).category is None

    def test_what_a_person_chose_stays(self, live):
        opened = requests.submit(by=a_visitor(), text=GAS, origin="portal", category_code="A03")
        assert opened.case.category.code == "A03"
        assert "classed" not in journal.history(f"case:{opened.case.pk}")[0].data

    def test_a_class_no_longer_in_use_is_not_given(self, live):
        from linli.engines.cases.definitions import CategoryInput

        row = cases.category("B01")
        cases.define_category(CategoryInput("B01", row.name, row.parent_code, active=False), by=SYSTEM)
        assert "B01" not in [one.code for one in cases.suggest_classes(GAS).rows]
        assert not cases.suggest_classes(GAS).sure

    @pytest.mark.parametrize("fault", [MemoryError, RuntimeError, ValueError])
    def test_a_failing_suggestion_never_keeps_a_report_out(self, live, monkeypatch, fault):
        def breaks(*_arguments):
            raise fault

        monkeypatch.setattr(suggesting, "_by_model", breaks)
        assert submitted(GAS).category is None

    @pytest.mark.parametrize("text", ["灯", "😀", "ÃÂ¤Â½Â", "<b>灯</b>", "燃" * 4000])
    def test_whatever_somebody_writes_is_taken_in(self, live, text):
        assert submitted(text).pk

    def test_it_costs_no_query_while_nothing_changed(self, live, django_assert_max_num_queries, monkeypatch):
        from linli.engines.cases import taxonomy

        monkeypatch.setattr(taxonomy, "CHECK_SECONDS", 60.0)
        cases.suggest_classes(GAS)
        with django_assert_max_num_queries(0):
            assert cases.suggest_classes(GAS).rows


class TestBack:
    def test_to_an_earlier_version_and_to_the_words(self, admin, live):
        second = learned_from_file(admin, some_texts(6, seed=8)).result["version"]
        cases.use_version(second, by=admin)
        assert cases.suggest_classes(GAS).best.version == second
        cases.use_version(live, by=admin)
        assert cases.suggest_classes(GAS).best.version == live
        cases.use_version(None, by=admin)
        assert cases.suggest_classes("燃气泄漏").best.version is None
        used = [row.data["version"] for row in journal.history("classifier") if row.kind == "classifier.used"]
        assert used == [live, second, live, None]


class TestCorrections:
    def corrected(self, world, count):
        with clock.at(MORNING + timedelta(hours=1)):
            for number in range(count):
                case = submitted(f"{GAS}，第 {number} 次")
                cases.amend(case.pk, by=world.street, category="A03")
        journal.deliver_due(limit=1000)

    def test_a_changed_class_is_kept_with_whose_it_was(self, world, live):
        self.corrected(world, 1)
        row = Correction.objects.get()
        assert (row.was, row.became, row.by_machine) == ("B01", "A03", True)
        assert cases.classifier_state(world.county).corrections == 1

    def test_other_changes_are_no_corrections(self, world, live):
        cases.amend(submitted(GAS).pk, by=world.street, place="东门")
        journal.deliver_due(limit=1000)
        assert not Correction.objects.exists()

    def test_enough_of_them_let_it_learn_anew_and_the_better_one_comes_into_use(self, world, admin, live):
        for text, code in some_texts(6):
            a_case(world, text=text, category_code=code).handled()
        cases.decide_confidence(by=admin, percent=60, corrections_needed=5)
        with clock.at(MORNING + timedelta(hours=1)):
            self.corrected(world, 4)
            job = journal.jobs(SYSTEM, kind="cases.learn_classes")[0]
            assert not job.open, "four are too few"
            self.corrected(world, 1)
            job = journal.jobs(SYSTEM, kind="cases.learn_classes")[0]
            assert job.open, "the fifth begins it"
            assert not classifier.renew(), "it is learning already"
            assert journal.run_job(job.id).state == "done"
        newest = cases.classifier_versions(admin)[0]
        assert newest.source == "corrections"
        assert ClassifierSettings.objects.get().live_id == (
            newest.id if newest.macro_f1 >= cases.classifier_version(admin, live).macro_f1 - 0.01 else live
        )

    def test_a_county_that_does_not_want_it_is_left_alone(self, world, admin, live):
        cases.decide_confidence(by=admin, percent=60, corrections_needed=1, renews=False)
        self.corrected(world, 2)
        assert not classifier.renew()


class TestWhoMay:
    def test_only_the_county_s_administrator_changes_it(self, world, live):
        for actor in (world.street, world.county, world.leader, world.resident):
            for verb in (
                lambda by: cases.learn_from_cases(by=by), lambda by: cases.use_version(None, by=by),
                lambda by: cases.decide_confidence(by=by, percent=90),
                lambda by: cases.learn_from_file(by=by, name="", content=b"", text=["a"], label="b"),
            ):
                with pytest.raises(NotAllowed):
                    verb(actor)

    def test_desks_read_it_residents_do_not(self, world, live):
        assert cases.classifier_state(world.street).live_id == live
        for actor in (world.resident, world.cleaner, a_visitor()):
            with pytest.raises(NotFound):
                cases.classifier_state(actor)

    def test_a_confidence_out_of_range_is_refused(self, admin):
        for percent in (49, 101, 0):
            with pytest.raises(Invalid):
                cases.decide_confidence(by=admin, percent=percent)

    def test_an_unknown_version_is_not_found(self, admin):
        with pytest.raises(NotFound):
            cases.use_version(404, by=admin)
