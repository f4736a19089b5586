"""What the values of a file can refer to, looked up once: options, channels, products."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from zhuixiao.accounts.audit import Actor
from zhuixiao.catalog.actions import channels, options
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Channel, Option, Product
from zhuixiao.kit.text.errors import shown
from zhuixiao.kit.text.normal import clean, fold

_SEVERAL = re.compile(r"[,，;；、|\n]+")
_STEP = re.compile(r"\s*[>＞/\\｜|]\s*")

# Stands for an option that a dry run would create.
TO_CREATE = -1


class Lookups:
    """Names to ids. With `create` what is missing is added; a dry run only notes it."""

    def __init__(self, *, by: Actor, create: bool, is_dry: bool) -> None:
        self._by, self._create, self._is_dry = by, create, is_dry
        # (list, name) of what was or would be created.
        self.created: dict[tuple[str, str], None] = {}
        self._options = _option_names()
        self._channels = _channel_names()
        self._products = _product_names()

    def option(self, pick_list: PickList, text: str) -> int:
        """The option of this name; of a merged one, what it was merged into.

        Raises ValueError for an unknown or retired one.
        """
        known = self._options.setdefault(pick_list, {})
        # Most cells hold a name as it is written in the list; only the others are folded.
        option = known.get(text) or known.get(fold(text))
        if option is None:
            return self._new_option(pick_list, text)
        if option.retired_at is not None and option.merged_into_id:
            return option.merged_into_id
        return _in_use(option)

    def options(self, pick_list: PickList, text: str) -> list[int]:
        """Several options, separated by commas and the like."""
        found = [self.option(pick_list, part) for part in several(text)]
        return [pk for pk in dict.fromkeys(found) if pk != TO_CREATE]

    def channel(self, text: str) -> int:
        """A channel by name, where one has it alone, or by path: search > Baidu."""
        path = " > ".join(fold(part) for part in _STEP.split(text.strip()) if part)
        found = self._channels.get(fold(text)) or self._channels.get(path)
        if found is None:
            return self._new_channel(text)
        if len(found) > 1:
            raise ValueError(
                _("Several channels are called “%(name)s”. Write it with the one above: A > B.")
                % {"name": shown(text)}
            )
        return _in_use(found[0])

    def products(self, text: str) -> list[int]:
        """Products by name or SKU, separated by commas and the like."""
        return list(dict.fromkeys(self._product(part) for part in several(text)))

    def _product(self, text: str) -> int:
        product = self._products.get(fold(text))
        if product is None:
            raise ValueError(_unknown(text))
        return _in_use(product)

    def _new_option(self, pick_list: PickList, text: str) -> int:
        if not self._create:
            raise ValueError(_unknown(text))
        if len(clean(text)) > options.NAME_LENGTH:
            raise ValueError(_("At most %(limit)d characters.") % {"limit": options.NAME_LENGTH})
        self.created[pick_list.value, clean(text)] = None
        if self._is_dry:
            return TO_CREATE
        option = options.add_unchecked(by=self._by, pick_list=pick_list, name=text)
        self._options[pick_list][fold(text)] = option
        return option.pk

    def _new_channel(self, text: str) -> int:
        """A path creates what is missing of it."""
        if not self._create:
            raise ValueError(_unknown(text))
        names = [clean(part) for part in _STEP.split(text.strip()) if clean(part)]
        if not names or any(len(name) > channels.NAME_LENGTH for name in names):
            raise ValueError(_("At most %(limit)d characters.") % {"limit": channels.NAME_LENGTH})
        self.created["channel", " > ".join(names)] = None
        if self._is_dry:
            return TO_CREATE
        parent: Channel | None = None
        for name in names:
            known = Channel.objects.filter(parent=parent, name=name).first()
            parent = known or channels.add_unchecked(by=self._by, name=name, parent=parent)
        self._channels = _channel_names()
        return parent.pk if parent else 0


def several(text: str) -> list[str]:
    """The parts of a cell that lists several things."""
    return [part for part in map(clean, _SEVERAL.split(text)) if part]


def _option_names() -> dict[PickList, dict[str, Option]]:
    """By name, by key, and by first word where it is one option's alone ("A" of "A key")."""
    lists: dict[PickList, dict[str, Option]] = {}
    # Those in use first, so that they win over retired ones of the same short name.
    rows = sorted(Option.objects.all(), key=lambda row: (row.retired_at is not None, row.position))
    for row in rows:
        names = lists.setdefault(PickList(row.pick_list), {})
        names.setdefault(fold(row.name), row)
    for row in rows:
        names = lists[PickList(row.pick_list)]
        for alias in {row.key, fold(row.name).partition(" ")[0]} - {""}:
            names.setdefault(alias, row)
    return lists


def _channel_names() -> dict[str, list[Channel]]:
    rows = {row.pk: row for row in Channel.objects.all()}
    found: dict[str, list[Channel]] = {}
    for row in rows.values():
        path = " > ".join(fold(rows[pk].name) for pk in row.ancestor_ids)
        for name in {fold(row.name), path}:
            found.setdefault(name, []).append(row)
    # A name that several channels have means the one in use, if only one is.
    return {name: _in_use_first(channels) for name, channels in found.items()}


def _in_use_first(rows: list[Channel]) -> list[Channel]:
    used = [row for row in rows if row.retired_at is None]
    return used or rows[:1]


def _product_names() -> dict[str, Product]:
    found: dict[str, Product] = {}
    for row in Product.objects.order_by("retired_at", "pk"):
        for name in (fold(row.sku), fold(row.name)):
            found.setdefault(name, row)
    return found


def _in_use(row: Option | Channel | Product) -> int:
    if row.retired_at is not None:
        raise ValueError(
            _("'%(name)s' is no longer in use. Choose another one.") % {"name": row.name}
        )
    return row.pk


def _unknown(text: str) -> str:
    return _("“%(value)s” is not in the list.") % {"value": shown(text)}


def created_of(lookups: Lookups) -> Iterable[tuple[str, str]]:
    """What was (or, in a dry run, would be) added to lists, in order."""
    return tuple(lookups.created)
