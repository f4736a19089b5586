"""What an address asks of the one table: tab, search, filter, sort, columns.

The page, its JSON, counts, bulk changes and exports read the same address with `ask`, so "all that
match" means the same customers everywhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q

from zhuixiao.accounts.models import Employee

from ..fields import Field, visible_fields
from ..queries import search, sorting
from ..queries.sorting import Key
from ..queries.views import Tab, find, tabs
from . import address
from .errors import BadFilter
from .parsing import parse
from .tree import Filter

NARROWEST, WIDEST = 60, 600
_LONGEST_SEARCH = 100
# An empty tree in an address: the conditions of the tab do not hold, and no others do.
NO_CONDITION = "{}"


@dataclass(frozen=True)
class Column:
    """A shown column and its width in pixels."""

    field: Field
    width: int

    @property
    def data(self) -> dict[str, Any]:
        """As views keep it."""
        return {"key": self.field.key, "width": self.width}


@dataclass(frozen=True)
class Asked:
    """The answer to "what shall the table show"; `is_broken` says that the tab's own filter names
    something that is gone, and was left out."""

    reader: Employee
    tabs: Sequence[Tab]
    tab: Tab
    fields: Sequence[Field]
    filter: Filter
    sort: Sequence[Key]
    columns: Sequence[Column]
    search: str = ""
    is_broken: bool = False

    def conditions(self, *, today: date, zone: ZoneInfo) -> Q:
        """Filter and search box together; not the reader's scope."""
        asked = self.filter.q(today=today, zone=zone)
        return asked & search.matching(self.search, reader=self.reader) if self.search else asked

    @property
    def sort_spec(self) -> str:
        return ",".join(key.spec for key in self.sort)

    @cached_property
    def is_changed(self) -> bool:
        """Whether the table shows something else than the tab keeps."""
        kept = _of_tab(self.tab, self.reader, self.fields)[0]
        return self.filter.data != kept.data or self._has_own_sort or self._has_own_columns

    @property
    def _has_own_sort(self) -> bool:
        return self.sort_spec != (self.tab.sort or sorting.DEFAULT)

    @property
    def _has_own_columns(self) -> bool:
        return list(self.columns) != _columns(_spec(self.tab), self.fields)

    def params(self, **changes: str) -> dict[str, str]:
        """The address of this very state; `changes` replace parts of it ("" drops one).

        What the tab keeps anyway is left out as long as nothing differs from it.
        """
        state = {"view": "" if self.tab is self.tabs[0] else self.tab.key, "q": self.search}
        if self.is_changed:
            state |= address.write(self.filter) or (
                {address.TREE: NO_CONDITION} if self.tab.conditions else {}
            )
            state |= {"sort": self.sort_spec if self._has_own_sort else ""}
            state |= {"cols": _spec_of(self.columns) if self._has_own_columns else ""}
        return {name: value for name, value in (state | changes).items() if value}

    def spelled_out(self) -> dict[str, str]:
        """The address of this very state that stays the same whatever becomes of the tab, which
        gives it no more than its name."""
        conditions = address.write(self.filter) or {address.TREE: NO_CONDITION}
        state = {"view": self.tab.key, "q": self.search, "sort": self.sort_spec}
        return state | conditions | {"cols": _spec_of(self.columns)}


def ask(params: Mapping[str, str], *, reader: Employee) -> Asked:
    """Read an address. Raises BadFilter, BadSort."""
    fields = visible_fields(reader.access)
    all_tabs = tabs(reader)
    tab = find(all_tabs, params.get("view", ""))
    is_broken = False
    if address.is_spelled_out(params):
        asked = address.read(params, reader=reader, fields=fields)
    else:
        asked, is_broken = _of_tab(tab, reader, fields)
    return Asked(
        reader=reader,
        tabs=all_tabs,
        tab=tab,
        fields=fields,
        filter=asked,
        sort=_sort(params, tab, fields, reader),
        columns=_columns(params.get("cols", _spec(tab)), fields),
        search=params.get("q", "").strip()[:_LONGEST_SEARCH],
        is_broken=is_broken,
    )


def of_tab(tab: Tab, *, reader: Employee, fields: Sequence[Field]) -> Filter:
    """The filter that a tab keeps. Raises BadFilter."""
    return parse(tab.conditions, reader=reader, fields=fields)


def _sort(
    params: Mapping[str, str], tab: Tab, fields: Sequence[Field], reader: Employee
) -> list[Key]:
    """As asked; a tab's own sort by a field that is gone is forgotten."""
    try:
        return sorting.keys(params.get("sort", tab.sort), fields=fields, access=reader.access)
    except sorting.BadSort:
        if "sort" in params:
            raise
        return sorting.keys("", fields=fields, access=reader.access)


def _of_tab(tab: Tab, reader: Employee, fields: Sequence[Field]) -> tuple[Filter, bool]:
    try:
        return of_tab(tab, reader=reader, fields=fields), False
    except BadFilter:
        return Filter((), reader), True


def _spec(tab: Tab) -> str:
    return ",".join(f"{column['key']}:{column['width']}" for column in tab.columns)


def _spec_of(columns: Sequence[Column]) -> str:
    """As it stands in an address."""
    return ",".join(f"{one.field.key}:{one.width}" for one in columns)


def _columns(spec: str, fields: Sequence[Field]) -> list[Column]:
    """The columns of "name:240,stage"; what is unknown or hidden by now is left out.

    The name is always there, and first: it is what a row is.
    """
    known = {field.key: field for field in fields}
    chosen: dict[str, Column] = {}
    for part in spec.split(",")[: len(fields)] if spec else ():
        key, _, width = part.partition(":")
        if key in known and key not in chosen:
            chosen[key] = Column(known[key], _width(width, known[key].width))
    if not chosen:
        return [Column(field, field.width) for field in fields if field.is_default]
    name = chosen.pop("name", Column(known["name"], known["name"].width))
    return [name, *chosen.values()]


def _width(text: str, default: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 4):
        return default
    return max(NARROWEST, min(int(text), WIDEST))
