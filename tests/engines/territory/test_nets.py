"""Nets of departments: brought in from maps and address lists, looked at together, some of their grids kept."""

import pytest
from tests.factories.plans import a_lattice, feature, geojson, strip
from tests.factories.territory import a_member, an_administrator

from linli.engines.territory import plans
from linli.engines.territory.models import Net, NetGrid
from linli.kernel.actor import SYSTEM
from linli.kernel.errors import Invalid, NotAllowed, NotFound

pytestmark = pytest.mark.django_db


def bring(town, content, name="综治网格", **more):
    return plans.bring_net(area_id=town.community.pk, name=name, content=content, by=more.pop("by", SYSTEM), **more)


def three_nets(town):
    """Police: two grids that overlap. Fire: leaves the north out. Civil affairs: a list of addresses."""
    bring(town, geojson(feature(strip(0, 0.6), 网格编号="A1"), feature(strip(0.5, 1), 网格编号="A2")), "综治网格")
    bring(town, geojson(feature(strip(0, 0.75), code="F1", name="消防一片")), "消防网格")
    rows = ["网格,小区,楼号", *(f"民政1,东1小区,{n}" for n in range(1, 7)), "民政1,中1小区,", "民政2,中1小区,3号楼"]
    bring(town, "\n".join(rows).encode(), "民政网格")


def test_a_map_brings_its_grids_with_codes_and_names():
    town = a_lattice()
    south = feature(strip(0, 0.5), 网格编号="A1", 网格名称="南片")
    net = bring(town, geojson(south, feature(strip(0.5, 1), 网格编号="A2")))
    assert list(net.grids.order_by("code").values_list("code", "name", "listed")) == [
        ("A1", "南片", False),
        ("A2", "A2", False),
    ]


def test_an_address_list_brings_buildings_and_says_what_it_could_not_find():
    town = a_lattice()
    rows = ["网格名称,地址", "一格,东1小区3号楼2单元", "一格,东1小区4栋", "二格,没有的小区1号楼", "二格,中1小区"]
    net = bring(town, "\n".join(rows).encode())
    first, second = net.grids.order_by("pk")
    assert (first.members.count(), second.members.count()) == (2, 6)
    assert first.listed
    assert len(net.remarks) == 1
    assert "没有的小区" in net.remarks[0]


def test_faults_of_the_file_are_said():
    town = a_lattice()
    with pytest.raises(Invalid):
        bring(town, b"")
    with pytest.raises(Invalid) as refused:
        bring(town, "名,数\n一,2".encode())
    assert "file" in refused.value.fields
    swapped = {"type": "Polygon", "coordinates": [[[38.5, 102.1], [38.6, 102.1], [38.6, 102.2], [38.5, 102.1]]]}
    with pytest.raises(Invalid):
        bring(town, geojson({"type": "Feature", "properties": {}, "geometry": swapped}))
    bring(town, geojson(feature(strip(0, 1), code="A")))
    with pytest.raises(Invalid) as twice:
        bring(town, geojson(feature(strip(0, 1), code="A")))
    assert twice.value.code == "name_taken"


def test_nets_are_looked_at_together():
    town = a_lattice()
    three_nets(town)
    view = plans.look_at_nets(SYSTEM, town.community.pk, present_name="现在的网格")
    sums = {one.net: one for one in view.sums}
    assert sums["现在的网格"].in_many == sums["现在的网格"].in_none == 0
    assert sums["综治网格"].in_many > 0
    assert sums["综治网格"].in_none == 0
    assert sums["消防网格"].in_none == 12
    assert sums["消防网格"].gap_percent == pytest.approx(25, abs=0.5)
    assert sums["民政网格"].in_many == 1
    assert {one.households for one in view.grids if one.present} == {24 * 30}
    police = [one for one in view.grids if one.net == "综治网格"]
    assert police[0].overlaps == ("A2",)
    assert police[1].overlaps == ("A1",)
    odd = [one for one in view.buildings if len(one.grids[1]) == 2]
    assert len(odd) == sums["综治网格"].in_many
    assert view.layers["overlaps"]["features"]


def test_a_grid_can_be_chosen_to_stay():
    town = a_lattice()
    three_nets(town)
    net = Net.objects.get(name="综治网格")
    assert plans.keep_grids(net.pk, codes=["A1"], by=SYSTEM) == 1
    assert NetGrid.objects.get(keep=True).code == "A1"
    with pytest.raises(NotFound):
        plans.keep_grids(net.pk, codes=["no such"], by=SYSTEM)


def test_only_those_who_draw_bring_and_only_staff_above_see():
    town = a_lattice()
    other = an_administrator(town.county.communities[1])
    with pytest.raises(NotAllowed):
        bring(town, geojson(feature(strip(0, 1), code="A")), by=other)
    bring(town, geojson(feature(strip(0, 1), code="A")), by=an_administrator(town.county.street))
    assert len(plans.nets(a_member("dispatcher", town.community), town.community.path)) == 1
    strangers = (a_member("handler", town.county.grids[0]), a_member("dispatcher", town.county.communities[1]))
    for viewer in (other, *strangers):
        with pytest.raises(NotFound):
            plans.nets(viewer, town.community.path)
        with pytest.raises(NotFound):
            plans.look_at_nets(viewer, town.community.pk, present_name="x")


def test_a_net_can_be_taken_away():
    town = a_lattice()
    net = bring(town, geojson(feature(strip(0, 1), code="A")))
    with pytest.raises(NotAllowed):
        plans.remove_net(net.pk, by=a_member("dispatcher", town.community))
    plans.remove_net(net.pk, by=SYSTEM)
    assert plans.nets(SYSTEM, town.community.path) == []
