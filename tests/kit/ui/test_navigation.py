import pytest
from django.urls import path

from tests.world import World
from zhuixiao.kit import navigation
from zhuixiao.kit.navigation import NavItem

from .urls import text

urlpatterns = [
    path("c/", text, name="c"),
    path("c/new/", text, name="c-new"),
    path("c/settings/", text, name="c-settings"),
    path("", text, name="h"),
]


@pytest.fixture(autouse=True)
def only_these(settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.ROOT_URLCONF = __name__  # type: ignore[attr-defined]
    monkeypatch.setattr(navigation, "_items", {})
    navigation.register(NavItem("c", "客户", "building", "c", 20, module="accounts"))
    navigation.register(NavItem("h", "今日", "home", "h", 10, places=("rail", "phone")))
    navigation.register(NavItem("gone", "没装", "x", "no-such-page", 30))
    navigation.register(
        NavItem(
            "n", "新建", "plus", "c-new", 1, module="accounts", action="manage", places=("new",)
        )
    )


def keys(place: navigation.Place, rights: navigation.Rights | None, at: str = "/") -> list[str]:
    return [link.item.key for link in navigation.links(place, rights, at)]


def test_links_come_in_order_and_without_pages_that_do_not_exist(world: World) -> None:
    assert keys("rail", world.boss.access) == ["h", "c"]
    assert keys("phone", world.boss.access) == ["h"]


def test_a_link_is_for_those_who_may_follow_it(world: World) -> None:
    assert keys("new", world.boss.access) == ["n"]
    assert keys("new", world.zheng.access) == []
    assert keys("rail", None) == ["h"]


def test_the_link_that_fits_best_is_active(world: World) -> None:
    def active(at: str, place: navigation.Place = "rail") -> list[str]:
        links = navigation.links(place, world.boss.access, at)
        return [link.item.key for link in links if link.is_active]

    navigation.register(NavItem("s", "设置", "x", "c-settings", 1, places=("settings",)))
    assert active("/c/7/") == active("/c/new/") == ["c"]
    assert active("/c/settings/") == []
    assert active("/c/settings/", "settings") == ["s"]
    assert active("/") == ["h"]
    assert active("/elsewhere/") == []


def test_registering_again_replaces(world: World) -> None:
    navigation.register(NavItem("h", "首页", "home", "h", 90))
    assert keys("rail", world.boss.access) == ["c", "h"]


def test_what_waits_is_counted_for_those_who_may_follow_the_link(world: World) -> None:
    navigation.register(NavItem("c", "客户", "building", "c", 20, module="accounts", count=abs))
    assert navigation.counts(world.boss.access, 7) == {"c": 7}
    may_nothing = Rights()
    assert navigation.counts(may_nothing, 7) == {}
    links = navigation.links("rail", world.boss.access, "/")
    assert [link.item.key for link in links if link.is_counted] == ["c"]


def test_a_page_among_the_tabs_of_another_is_no_place_of_its_own(world: World) -> None:
    navigation.register(NavItem("t", "地图", "map", "c-new", 21, within="c"))
    home, whole, tab = navigation.links("rail", world.boss.access, "/c/new/")
    assert [home.is_tab, whole.is_tab, tab.is_tab] == [False, False, True]
    assert [home.is_active, whole.is_active, tab.is_active] == [False, True, False]


def test_it_stands_by_itself_for_who_may_not_follow_the_other(world: World) -> None:
    navigation.register(NavItem("t", "地图", "map", "c-new", 21, within="c"))
    _home, tab = navigation.links("rail", Rights(), "/c/new/")
    assert (tab.item.key, tab.is_tab, tab.is_active) == ("t", False, True)


class Rights:
    def may(self, module: str, action: str) -> bool:
        return False
