"""Keeping filters, columns and sorts as tabs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.kit.errors import Invalid, NotAllowed, RuleError
from zhuixiao.kit.text.normal import clean

from ..models import View
from ..queries.views import BUILTIN

MOST_VIEWS = 50


@dataclass(frozen=True)
class Layout:
    """What a view keeps; the caller has parsed the conditions, columns and sort."""

    conditions: Mapping[str, Any]
    columns: Sequence[Mapping[str, Any]]
    sort: Sequence[str]


@transaction.atomic
def save_new(*, by: Actor, name: str, layout: Layout, is_shared: bool = False) -> View:
    """A new tab at the end. Sharing needs the right to assign. Raises Invalid, NotAllowed."""
    own = View.objects.filter(employee=by.employee)
    if own.count() >= MOST_VIEWS:
        raise RuleError(_("You have %(n)d views. Delete one first.") % {"n": MOST_VIEWS})
    last = own.aggregate(last=Max("position"))["last"] or 0
    view = View(employee=by.employee, name=_checked_name(name), position=last + 1)
    _share(by, view, is_shared=is_shared)
    _keep(view, layout)
    audit.write(by=by, action="create", kind="view", record_id=view.pk, label=view.name)
    return view


@transaction.atomic
def save(*, by: Actor, view: View, layout: Layout) -> None:
    """Let a tab keep what it shows now. Raises NotAllowed for another person's."""
    _check_own(by, view)
    _keep(view, layout)
    audit.write(by=by, action="edit", kind="view", record_id=view.pk, label=view.name)


@transaction.atomic
def save_builtin(*, by: Actor, key: str, layout: Layout) -> None:
    """Let a built-in tab keep the columns and the sort that the person gave it."""
    if key not in {tab.key for tab in BUILTIN}:
        raise Invalid({"view": _("There is no such view.")})
    view, _is_new = View.objects.get_or_create(
        employee=by.employee, builtin=key, defaults={"name": key}
    )
    _keep(view, Layout({}, layout.columns, layout.sort))


@transaction.atomic
def rename(*, by: Actor, view: View, name: str, is_shared: bool) -> None:
    """Another name, shared or not. Raises Invalid, NotAllowed."""
    _check_own(by, view)
    view.name = _checked_name(name)
    _share(by, view, is_shared=is_shared)
    view.save(update_fields=["name", "is_shared"])
    audit.write(by=by, action="edit", kind="view", record_id=view.pk, label=view.name)


@transaction.atomic
def delete(*, by: Actor, view: View) -> None:
    """Remove a tab; the customers stay. Raises NotAllowed."""
    _check_own(by, view)
    audit.write(by=by, action="delete", kind="view", record_id=view.pk, label=view.name)
    view.delete()


@transaction.atomic
def reorder(*, by: Actor, ids: Sequence[int]) -> None:
    """Put the person's own tabs into this order; others keep their place."""
    own = View.objects.filter(employee=by.employee, builtin="").in_bulk(list(ids))
    for position, pk in enumerate(pk for pk in ids if pk in own):
        own[pk].position = position
    View.objects.bulk_update(own.values(), ["position"])


def _keep(view: View, layout: Layout) -> None:
    view.conditions = dict(layout.conditions)
    view.columns = [dict(column) for column in layout.columns]
    view.sort = list(layout.sort)
    view.save()


def _share(by: Actor, view: View, *, is_shared: bool) -> None:
    if is_shared and not view.is_shared:
        by.employee.access.check("customers", "assign")
    view.is_shared = is_shared


def _check_own(by: Actor, view: View) -> None:
    if view.employee_id != by.employee.pk or view.builtin:
        raise NotAllowed(_("Only the person who made this view can change it."))


def _checked_name(name: str) -> str:
    text = clean(name)
    if not text:
        raise Invalid({"name": _("Please enter a name.")})
    if len(text) > 40:
        raise Invalid({"name": _("At most %(limit)d characters.") % {"limit": 40}})
    return text
