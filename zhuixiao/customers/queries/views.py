"""The tabs of the one table: built in, own and shared."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.models import Employee

from ..fields import STANDARD
from ..fields.sold import ORDERS, PAYMENTS
from ..models import View


@dataclass(frozen=True)
class Tab:
    """What a tab shows: `key` stands in the address, `pk` is None for one that is only built in."""

    key: str
    name: str | Promise
    conditions: dict[str, Any] = field(default_factory=dict)
    columns: Sequence[dict[str, Any]] = ()
    sort: str = ""
    pk: int | None = None
    is_own: bool = False
    is_shared: bool = False
    # Whoever may not view this module does not get the tab.
    module: str = ""


def _relative(key: str, name: str) -> dict[str, Any]:
    return {"field": key, "is": "relative", "value": name}


def _columns(*keys: str) -> list[dict[str, Any]]:
    """These columns, in the order of the catalogue."""
    return [{"key": one.key, "width": one.width} for one in STANDARD if one.key in keys]


_BOUGHT = ("name", "order_count", "order_amount", "owed_amount", "last_order", "stage", "owner")
_LEAVING = ("name", "days_left", "last_contact", "stage", "owner")
BUILTIN: tuple[Tab, ...] = (
    Tab("all", _("All customers")),
    Tab("mine", _("My customers"), {"field": "owner", "is": "in", "value": ["me"]}),
    Tab("shared", _("I work along"), {"field": "collaborators", "is": "in", "value": ["me"]}),
    Tab("due", _("Due and overdue"), _relative("next_contact", "due"), sort="next_contact"),
    Tab("never", _("Never contacted"), {"field": "last_contact", "is": "empty"}),
    Tab("quiet", _("Quiet for 30 days"), _relative("last_contact", "ago:30"), sort="last_contact"),
    Tab("new", _("New this week"), _relative("created_at", "this_week")),
    Tab(
        "leaving",
        _("About to leave"),
        {"field": "days_left", "is": "<", "value": 8},
        columns=_columns(*_LEAVING),
    ),
    Tab(
        "bought",
        _("Bought from us"),
        {"field": "order_count", "is": ">", "value": 0},
        columns=_columns(*_BOUGHT, "contract_end"),
        sort="-last_order",
        module=ORDERS,
    ),
    Tab(
        "owing",
        _("Owe us money"),
        {"field": "owed_amount", "is": ">", "value": 0},
        columns=_columns(*_BOUGHT, "paid_amount"),
        sort="-last_order",
        module=PAYMENTS,
    ),
    Tab(
        "asleep",
        _("No order for 90 days"),
        _relative("last_order", "ago:90"),
        columns=_columns(*_BOUGHT, "last_contact"),
        sort="-last_order",
        module=ORDERS,
    ),
)


def tabs(reader: Employee) -> list[Tab]:
    """All tabs of a person in their order; built-in ones as the person laid them out."""
    rows = list(
        View.objects.filter(Q(employee=reader) | Q(is_shared=True)).order_by("position", "id")
    )
    layouts = {row.builtin: row for row in rows if row.builtin and row.employee_id == reader.pk}
    built_in = [
        replace(tab, columns=layout.columns, sort=",".join(layout.sort), pk=layout.pk)
        if (layout := layouts.get(tab.key))
        else tab
        for tab in BUILTIN
        if not tab.module or reader.access.may(tab.module, "view")
    ]
    return [*built_in, *(_tab(row, reader) for row in rows if not row.builtin)]


def find(all_tabs: Sequence[Tab], key: str) -> Tab:
    """The tab of this key; the first one when there is none (any more)."""
    return next((tab for tab in all_tabs if tab.key == key), all_tabs[0])


def _tab(row: View, reader: Employee) -> Tab:
    return Tab(
        key=str(row.pk),
        name=row.name,
        conditions=row.conditions,
        columns=row.columns,
        sort=",".join(row.sort),
        pk=row.pk,
        is_own=row.employee_id == reader.pk,
        is_shared=row.is_shared,
    )
