"""The cost of a product from a day on; `Product.standard_cost` keeps that of today."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.choices import FieldAccess, Via
from zhuixiao.kit.errors import Invalid, NotAllowed, RuleError
from zhuixiao.kit.money import LARGEST
from zhuixiao.kit.periods import day_of

from ..costs import COST, history, own_cost
from ..models import Product, ProductCost


@transaction.atomic
def set_from(*, by: Actor, product: Product, cost: int, day: date) -> None:
    """Say what the product costs from a day on, until the next day that says something else.

    Raises NotAllowed, Invalid.
    """
    _check(by)
    if not 0 <= cost < LARGEST:
        raise Invalid({"standard_cost": _("Please enter an amount of 0 or more.")})
    product = Product.objects.select_for_update(of=("self",)).get(pk=product.pk)
    before = _on(product, day)
    if before != cost:
        if day > by.today and not product.costs.filter(valid_from__lte=by.today).exists():
            # Before its first day a cost counts as well: what it is until then must be said.
            record(by=by, product=product, cost=product.standard_cost, day=by.today)
        record(by=by, product=product, cost=cost, day=day)
        _follow(by, product, "cost", {"cost": (before, cost), "cost_from": (None, day)})


@transaction.atomic
def remove(*, by: Actor, cost: ProductCost) -> None:
    """Take back what was said of a day. Raises NotAllowed, RuleError for the only cost there is."""
    _check(by)
    product = Product.objects.select_for_update(of=("self",)).get(pk=cost.product_id)
    if not product.costs.exclude(pk=cost.pk).exists():
        raise RuleError(_("This is the only cost of the product. Change it instead."))
    if product.costs.filter(pk=cost.pk).delete()[0]:
        changes = {
            "cost": (cost.cost, _on(product, cost.valid_from)),
            "cost_from": (cost.valid_from, None),
        }
        _follow(by, product, "cost_removal", changes)


def record(*, by: Actor, product: Product, cost: int, day: date) -> None:
    """Write the row of a day, for a caller that has checked the right and writes the log."""
    ProductCost.objects.update_or_create(
        product=product,
        valid_from=day,
        defaults={"cost": cost, "changed_by": by.employee, "changed_at": by.at},
    )


@transaction.atomic
def refresh(*, at: datetime, zone: ZoneInfo) -> int:
    """Let the costs whose day has come be those of today; returns how many products changed."""
    today = day_of(at, zone)
    rows = Product.objects.annotate(day_cost=own_cost(today))
    stale = list(rows.exclude(day_cost=F("standard_cost")).select_for_update(of=("self",)))
    for product in stale:
        row = history(product).filter(valid_from__lte=today).first()
        changes = _take_over(product, product.day_cost)
        if row and row.changed_by:
            by = Actor(row.changed_by, at, zone, via=Via.JOB)
            _log(by, product, "change", changes)
    return len(stale)


def _follow(by: Actor, product: Product, action: str, changes: dict[str, tuple[Any, Any]]) -> None:
    """The history has changed: today's cost with it, and the log."""
    today = _on(product, by.today)
    if today != product.standard_cost:
        changes |= _take_over(product, today)
    _log(by, product, action, changes)


def _take_over(product: Product, cost: int) -> dict[str, tuple[Any, Any]]:
    """Keep the cost of today; a form that shows the one before is out of date."""
    before, product.standard_cost = product.standard_cost, cost
    product.version += 1
    product.save(update_fields=["standard_cost", "version"])
    return {"standard_cost": (before, cost)}


def _on(product: Product, day: date) -> int:
    rows = Product.objects.filter(pk=product.pk).annotate(day_cost=own_cost(day))
    found: int = rows.values_list("day_cost", flat=True).get()
    return found


def _check(by: Actor) -> None:
    by.employee.access.check("catalog", "manage")
    if by.employee.access.field(COST) != FieldAccess.WRITE:
        raise NotAllowed


def _log(by: Actor, product: Product, action: str, changes: audit.Changes) -> None:
    audit.write(
        by=by,
        action=action,
        kind="product",
        record_id=product.pk,
        label=product.name,
        changes=changes,
        version=product.version,
    )
