"""Where the shell's links come from: each app registers its own in AppConfig.ready()."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import Literal, Protocol

from django.conf import settings
from django.urls import NoReverseMatch, get_script_prefix, reverse

Place = Literal["rail", "phone", "new", "settings"]

_items: dict[str, "NavItem"] = {}


class Rights(Protocol):
    """What a person may do; accounts.access.Access is one."""

    def may(self, module: str, action: str) -> bool: ...


@dataclass(frozen=True)
class NavItem:
    """A link of the shell.

    `places` says where it stands: the rail, the phone's tab bar (two left and two right of the
    plus sign), the New menu ("new": the link opens in a dialog) or the settings page. It is shown
    to those who may do `action` in `module`; without a module, to everybody. `keys` is the
    keyboard shortcut ("g c" or "n"), `group` a heading within settings. `count` says how much waits
    behind the link for the person of an id; the page asks for it together with the bell's number.
    `within` is the key of the link whose tabs this page is one of: it stands by itself for those
    who may not follow that one.
    """

    key: str
    label: object
    icon: str
    url_name: str
    order: int
    module: str = ""
    action: str = "view"
    places: Sequence[Place] = ("rail",)
    keys: str = ""
    group: object = ""
    count: Callable[[int], int] | None = None
    within: str = ""


@dataclass(frozen=True)
class Link:
    """A NavItem as one person sees it on one page; a tab is not drawn, the tabs of its page are,
    but the keyboard and the command box still know it."""

    item: NavItem
    url: str
    is_active: bool
    is_tab: bool = False

    @property
    def is_counted(self) -> bool:
        return self.item.count is not None


def register(item: NavItem) -> None:
    """Add a link, or replace the one with the same key."""
    _items[item.key] = item


def links(place: Place, rights: Rights | None, path: str) -> list[Link]:
    """The links of a place that the person may follow; active is the one that best fits `path`,
    and on a page of settings nothing else."""
    known = [
        (item, url)
        for item in sorted(_items.values(), key=lambda item: (item.order, item.key))
        if {place, "settings"} & set(item.places)
        and _may_follow(item, rights)
        and (url := _url(item.url_name, settings.ROOT_URLCONF, get_script_prefix()))
    ]
    keys = {item.key for item, _ in known}
    covering = [(len(url), item) for item, url in known if _covers(url, path)]
    _length, best = max(covering, key=itemgetter(0), default=(0, None))
    active = best and (best.within if best.within in keys else best.key)
    return [
        Link(item, url, item.key == active, item.within in keys)
        for item, url in known
        if place in item.places
    ]


def counts(rights: Rights, person_id: int) -> dict[str, int]:
    """How much waits behind each link that the person may follow: {its key: number}."""
    return {
        key: item.count(person_id)
        for key, item in _items.items()
        if item.count and _may_follow(item, rights)
    }


def _may_follow(item: NavItem, rights: Rights | None) -> bool:
    return not item.module or (rights is not None and rights.may(item.module, item.action))


@cache
def _url(name: str, _addresses: object, _prefix: str) -> str:
    """Kept for as long as the addresses are these: every page asks for all of them. An
    installation may leave an app's pages out; its links then vanish with them."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _covers(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))
