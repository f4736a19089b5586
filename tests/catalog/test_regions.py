"""Addresses, phones and points lead to regions; regions change with validity."""

from datetime import date

import pytest

from tests.world import World, actor
from zhuixiao.catalog.actions import regions
from zhuixiao.catalog.models import Region
from zhuixiao.catalog.regions import Atlas, nearest, short_name
from zhuixiao.kit.errors import RuleError

TODAY = date(2026, 3, 2)


@pytest.fixture
def atlas(world: World) -> Atlas:
    return Atlas(TODAY)


@pytest.mark.parametrize(
    ("address", "adcode"),
    [
        ("广东省广州市天河区体育西路1号", 440106),
        ("广州天河体育西路", 440106),
        ("中国广东省 深圳市 南山区科技园", 440305),
        ("盐湖区禹都东街", 140802),
        ("山西新绛县", 140825),
        ("北京朝阳区建国门外大街", 110105),
        ("杭州市下城区延安路", 330100),
        ("杭州市临平区", 330113),
        ("浙江 / 杭州 / 西湖", 330106),
        ("海南文昌", 469005),
        ("广州高新技术产业开发区天河区软件园", 440106),
        ("东莞市长安镇", 441900),
        ("沈阳路12号", None),
        ("广州市沈阳路12号", 440100),
        ("朝阳区建国路8号", None),
        ("", None),
        ("没有地址", None),
    ],
)
def test_the_longest_name_wins_from_the_front(
    atlas: Atlas, address: str, adcode: int | None
) -> None:
    assert atlas.of_address(address) == adcode


def test_an_ambiguous_district_is_settled_by_what_is_near(atlas: Atlas) -> None:
    assert atlas.of_address("朝阳区建国路", near=110000) == 110105
    assert atlas.of_address("朝阳区建国路", near=220102) == 220104


def test_a_region_cell_is_read_in_every_usual_writing(atlas: Atlas) -> None:
    assert {
        atlas.of_name(text)
        for text in ("440106", "天河区", "广东省 广州市 天河区", "广东/广州/天河", "广东广州天河")
    } == {440106}
    assert atlas.of_name("天河区体育西路") is None
    assert atlas.of_name("999999") is None


def test_a_landline_tells_its_region(atlas: Atlas) -> None:
    assert atlas.of_phone("010-65001234") == 110000


def test_people_drop_kind_and_nationality() -> None:
    assert short_name("融水苗族自治县") == "融水"
    assert short_name("新疆维吾尔自治区") == "新疆"
    assert short_name("忠县") == "忠县"


def test_a_point_belongs_to_the_nearest_district(world: World) -> None:
    here, paris, coast = (110.99, 35.02), (2.35, 48.85), (113.33, 23.13)
    found = nearest([here, paris, coast], today=TODAY)
    assert found == {here: Region.objects.get(pk=140802), coast: Region.objects.get(pk=440106)}


def test_a_new_name_is_carried_into_the_names_below(world: World) -> None:
    city = Region.objects.get(pk=440100)
    regions.change(
        by=actor(world.boss),
        region=city,
        name="穗城市",
        longitude=None,
        latitude=None,
        valid_from=None,
        valid_to=None,
    )
    assert Region.objects.get(pk=440106).full_name == "广东省 穗城市 天河区"


def test_a_new_unit_finds_its_place_by_its_code(world: World) -> None:
    region = regions.add(
        by=actor(world.boss), adcode=440199, name="新城区", valid_from=date(2027, 1, 1)
    )
    assert region.full_name == "广东省 广州市 新城区"
    assert not Region.objects.valid(TODAY).filter(pk=440199).exists()
    with pytest.raises(RuleError, match="省份"):
        regions.add(by=actor(world.boss), adcode=990101, name="远方")
