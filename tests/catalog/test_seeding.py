"""A company starts with pick lists, channels and regions in its own language."""

import csv
from pathlib import Path

import pytest
from django.conf import LazySettings

from tests.world import NOW, World
from zhuixiao.catalog.actions import seeding
from zhuixiao.catalog.choices import PickList, StageOutcome
from zhuixiao.catalog.models import Channel, Option, Region

SHARED = Path(__file__).parents[3] / "shared" / "data" / "cn_adcode"
TODAY = NOW.date()


def test_a_new_company_has_the_decks_vocabulary_in_its_language(world: World) -> None:
    types = {row.key: row.name for row in Option.objects.of(PickList.ACTIVITY_TYPE)}
    assert types["phone_visit"] == "电话拜访"
    assert types["dunning"] == "催款"
    assert len(types) == 17
    stages = Option.objects.of(PickList.STAGE)
    assert stages.get(key="won").outcome == StageOutcome.WON
    assert Channel.objects.get(name="百度").parent == Channel.objects.get(name="搜索推广")


def test_seeding_again_changes_nothing(world: World) -> None:
    Option.objects.of(PickList.STAGE).filter(key="won").update(name="签约")
    before = (Option.objects.count(), Channel.objects.count(), Region.objects.count())
    seeding.seed(language="en")
    assert (Option.objects.count(), Channel.objects.count(), Region.objects.count()) == before
    assert Option.objects.of(PickList.STAGE).get(key="won").name == "签约"


def test_regions_stand_below_their_city_or_province(world: World) -> None:
    assert Region.objects.get(pk=440106).full_name == "广东省 广州市 天河区"
    assert Region.objects.get(pk=110105).full_name == "北京市 朝阳区"
    assert Region.objects.get(pk=469005).full_name == "海南省 文昌市"
    assert not Region.objects.filter(name__in=["市辖区", "省直辖县级行政区划"]).exists()


def test_abolished_units_are_no_longer_valid_and_new_ones_are(world: World) -> None:
    valid = Region.objects.valid(TODAY)
    assert not valid.filter(name="下城区").exists()
    assert valid.filter(name="临平区").exists()


def test_a_company_without_the_fetched_list_starts_without_regions(
    settings: LazySettings, tmp_path: Path, world: World
) -> None:
    for level in (3, 2, 1):
        Region.objects.filter(level=level).delete()
    settings.REGIONS_FILE = tmp_path / "nowhere.csv"
    seeding.seed(language="zh-hans")
    assert not Region.objects.exists()


@pytest.mark.shared
def test_the_full_list_holds_every_unit_of_two_independent_sources(
    settings: LazySettings, db: None
) -> None:
    full = Path(settings.PACKAGE_DIR) / "catalog" / "data" / "adcodes.csv"
    if not full.exists() or not SHARED.exists():
        pytest.skip("needs `zhuixiao assets` and ../shared/data")
    settings.REGIONS_FILE = full
    seeding.seed(language="zh-hans")
    names = dict(Region.objects.values_list("adcode", "name"))
    uiwjs = _codes(SHARED / "uiwjs" / "area.csv")
    modood = _codes(SHARED / "modood" / "areas.csv")
    assert {code: names.get(code) for code in uiwjs} == uiwjs
    both = uiwjs.keys() & modood.keys()
    assert len(both) == 2826
    valid = set(Region.objects.valid(TODAY).values_list("adcode", flat=True))
    # 嘉峪关 is a city without districts: the whole city is one unit.
    assert both - valid <= {620201}
    assert not (uiwjs.keys() - modood.keys()) & valid
    assert {names[code] for code in (140802, 140823, 140825)} == {"盐湖区", "闻喜县", "新绛县"}
    assert Region.objects.filter(level=1).count() == 34
    assert names[653228] == "和安县"


def _codes(path: Path) -> dict[int, str]:
    with path.open(encoding="utf-8") as file:
        return {int(row["code"]): row["name"] for row in csv.DictReader(file)}
