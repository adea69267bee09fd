"""Personal data: sealed, looked at for a purpose, given out, erased, sealed anew."""

import pytest
from tests.factories.cases import World, a_case, days

from linli.engines.cases import public as cases
from linli.engines.cases.models import Agreement, Following
from linli.engines.cases.privacy import erase_old
from linli.engines.cases.public import AgreementInput
from linli.engines.journal import public as journal
from linli.kernel import clock
from linli.kernel.errors import Invalid, NotAllowed, NotFound


def test_whoever_works_on_it_may_look_and_the_look_is_written_down(world: World) -> None:
    made = a_case(world).handling_by(world.leader)
    found = cases.personal(world.leader, made.id, "上门前联系")
    assert (found.name, found.phone) == ("张大妈", "138 0000 0000")
    look = journal.looks(f"case:{made.id}")[0]
    assert (look.account_id, look.purpose, look.path) == (world.leader.account_id, "上门前联系", made.case.path)
    assert "phone" in look.fields


def test_no_look_without_a_purpose(world: World) -> None:
    made = a_case(world).handling_by(world.leader)
    with pytest.raises(Invalid):
        cases.personal(world.leader, made.id, "  ")
    assert journal.looks(f"case:{made.id}") == []


def test_whoever_only_sees_the_case_may_not_look(world: World) -> None:
    made = a_case(world).handling_by(world.handler)
    with pytest.raises(NotAllowed):
        cases.personal(world.leader, made.id, "好奇")
    for stranger in (world.neighbour, world.other_worker, world.resident):
        with pytest.raises(NotFound):
            cases.personal(stranger, made.id, "好奇")
    assert not cases.case_for(world.leader, id=made.id).may_see_personal


def test_after_the_end_the_handler_looks_no_more(world: World) -> None:
    made = a_case(world).closed()
    with pytest.raises(NotAllowed):
        cases.personal(world.leader, made.id, "回访")
    assert cases.personal(world.worker, made.id, "回访").name == "张大妈"


def test_the_text_of_an_agreement_is_sealed(world: World) -> None:
    made = a_case(world, kind_code="mediation", category_code="D01").handling_by(world.leader)
    agreement = AgreementInput(written=False, text="双方各退一步", agreed_on=clock.today())
    made.did("handle", world.leader, note="谈好了", agreement=agreement)
    assert "双方" not in Agreement.objects.get().text
    assert cases.personal(world.worker, made.id, "复核").agreement == "双方各退一步"


def test_one_persons_data_are_given_out(world: World) -> None:
    made = a_case(world).closed()
    rows = cases.export(phone="13800000000")
    assert [row["case"] for row in rows] == [made.case.number]
    assert (rows[0]["name"], rows[0]["phone"]) == ("张大妈", "138 0000 0000")
    assert "旧家具" in rows[0]["text"]
    assert cases.export(phone="13911112222") == cases.export() == []


def test_erased_where_the_case_has_ended_only(world: World) -> None:
    ended, open_one = a_case(world).closed(), a_case(world)
    assert cases.erase(phone="138-0000-0000") == 1
    assert Following.objects.get(case=ended.id).name == ""
    assert Following.objects.get(case=open_one.id).name != ""
    assert cases.personal(world.worker, ended.id, "回访").name == ""
    assert cases.by_tracking_code(ended.code)[0].pk == ended.id


def test_what_names_the_person_is_starred_out_of_the_words_that_stay(world: World) -> None:
    made = a_case(world, text="我是张大妈，住三单元，电话13800000000，楼道堆着旧家具").closed()
    cases.erase(phone="13800000000")
    kept = cases.case_for(world.worker, id=made.id).text
    assert kept == "我是***，住三单元，电话***********，楼道堆着旧家具"
    assert [row.id for row in cases.search(world.worker, "旧家具").items] == [made.id]
    assert cases.search(world.worker, "张大妈").items == []


def test_erased_by_itself_three_years_after(world: World) -> None:
    made = a_case(world).closed()
    with clock.at(clock.now() + days(3 * 365 - 1)):
        assert erase_old() == 0
    with clock.at(clock.now() + days(3 * 365 + 1)):
        assert erase_old() == 1
        assert erase_old() == 0
    assert Following.objects.get(case=made.id).phone_hash == ""


def test_sealed_anew_with_the_present_key(world: World, settings) -> None:
    made = a_case(world)
    old = list(settings.CRYPTO_KEYS)
    settings.CRYPTO_KEYS = ["fresh:" + "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=", *old]
    assert cases.reseal() == 1
    assert cases.reseal() == 0
    assert cases.personal(world.worker, made.id, "核对").name == "张大妈"


def test_what_is_held_says_why_and_how_long() -> None:
    assert all(str(one.purpose) and str(one.kept) and one.privacy_class for one in cases.HELD)
