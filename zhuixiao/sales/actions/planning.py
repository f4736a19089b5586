"""Payment plans (回款计划): when how much of an order is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.kit.errors import Invalid, NotAllowed, RuleError
from zhuixiao.kit.periods import months_later
from zhuixiao.kit.text.normal import clean

from ..choices import OrderState
from ..metrics import PAYMENTS
from ..models import Order, PaymentPlan
from . import settling

KIND = "payment_plan"
MOST = 120
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)
# Out of the way of the places 0 to MOST while they are dealt anew.
_AWAY = 10_000


class Every(models.TextChoices):
    """How far instalments lie apart."""

    WEEK = "week", gettext_lazy("Every week")
    MONTH = "month", gettext_lazy("Every month")
    QUARTER = "quarter", gettext_lazy("Every quarter")


@dataclass(frozen=True)
class Instalment:
    """One part of the plan, in minor units of the order's currency; with an id a known one."""

    due_on: date
    amount: int
    note: str = ""
    pk: int | None = None


@transaction.atomic
def set_plan(*, by: Actor, order: Order, instalments: Sequence[Instalment]) -> list[PaymentPlan]:
    """Make these the instalments of an order; what was paid before pays the oldest of them.

    Raises NotAllowed, and Invalid ("rows.0.amount") above what the contract comes to after returns
    or below what is paid.
    """
    held = _locked(by, order)
    _write(by, held, instalments)
    return settling.plans_of(held)


@transaction.atomic
def equal(*, by: Actor, order: Order, parts: int, first_on: date, every: str) -> list[PaymentPlan]:
    """So many equal instalments of all that is not in one with payments; the last one takes what
    the division leaves. Raises NotAllowed, Invalid, RuleError."""
    held = _locked(by, order)
    if every not in Every:
        raise Invalid({"every": _("Choose one of the list.")})
    if not 1 <= parts <= MOST:
        raise Invalid({"parts": _("Between 1 and %(most)d parts.") % {"most": MOST}})
    kept = [plan for plan in settling.plans_of(held) if plan.paid]
    rest = held.due - sum(plan.amount for plan in kept)
    if rest < parts:
        raise RuleError(_("There is nothing left to be split: everything stands in instalments."))
    if not EARLIEST <= first_on <= LATEST or days(first_on, parts, every)[-1] > LATEST:
        text = _("Choose a day from 2000 on, from which the last instalment falls before 2100.")
        raise Invalid({"first_on": text})
    fresh = [
        Instalment(day, amount)
        for day, amount in zip(days(first_on, parts, every), split(rest, parts), strict=True)
    ]
    _write(by, held, [*map(_as_it_is, kept), *fresh])
    return settling.plans_of(held)


def split(total: int, parts: int) -> list[int]:
    """Equal whole parts of a total; the last one takes the rest of the division."""
    part = total // parts
    return [part] * (parts - 1) + [total - part * (parts - 1)]


def days(first: date, parts: int, every: str) -> list[date]:
    """The days of so many instalments; a month without the day takes its last one."""
    if every == Every.WEEK:
        return [first + timedelta(weeks=number) for number in range(parts)]
    step = 3 if every == Every.QUARTER else 1
    return [months_later(first, step * number) for number in range(parts)]


def _locked(by: Actor, order: Order) -> Order:
    by.employee.access.check(PAYMENTS, "create")
    if not Order.objects.workable_by(by.employee).filter(pk=order.pk).exists():
        raise NotAllowed
    held = settling.lock_orders([order.pk])[order.pk]
    if held.state == OrderState.VOID:
        raise RuleError(_("This order is void: nothing is due for it."))
    return held


def _write(by: Actor, order: Order, instalments: Sequence[Instalment]) -> None:
    known = {plan.pk: plan for plan in settling.plans_of(order)}
    before = [_told(plan.due_on, int(plan.amount)) for plan in known.values()]
    _check(order, instalments, known)
    named = {row.pk for row in instalments}
    order.plans.update(position=F("position") + _AWAY)
    for pk, plan in known.items():
        if pk not in named:
            settling.drop(plan)
    in_order = sorted(instalments, key=lambda row: row.due_on)
    for place, row in enumerate(in_order):
        plan = known[row.pk] if row.pk else PaymentPlan(order=order)
        plan.position, plan.due_on, plan.amount = place, row.due_on, row.amount
        plan.note = clean(row.note)[:120]
        plan.save()
    settling.absorb(order)
    after = [_told(row.due_on, row.amount) for row in in_order]
    if after != before:
        changes = {"plan": (before, after)}
        audit.write(
            by=by, action="edit", kind=KIND, record_id=order.pk, label=order.number, changes=changes
        )


def _check(order: Order, instalments: Sequence[Instalment], known: dict[int, PaymentPlan]) -> None:
    errors: dict[str, object] = {}
    if len(instalments) > MOST:
        errors["rows"] = _("At most %(limit)d instalments.") % {"limit": MOST}
    for place, row in enumerate(instalments):
        if row.pk is not None and row.pk not in known:
            errors["rows"] = _("Somebody else changed the plan just now. Load the page again.")
            continue
        paid = int(known[row.pk].paid) if row.pk else 0
        if not EARLIEST <= row.due_on <= LATEST:
            errors[f"rows.{place}.due_on"] = _("Choose another day.")
        if row.amount <= 0:
            errors[f"rows.{place}.amount"] = _("The amount must be above zero.")
        elif row.amount < paid:
            text = _("%(paid)s of it is paid already: not below that.")
            errors[f"rows.{place}.amount"] = text % {"paid": settling.shown(paid)}
    errors = errors or _wrong_whole(order, instalments, known)
    if errors:
        raise Invalid(errors)


def _wrong_whole(
    order: Order, instalments: Sequence[Instalment], known: dict[int, PaymentPlan]
) -> dict[str, object]:
    named = [row.pk for row in instalments if row.pk is not None]
    if len(named) > len(set(named)):
        return {"rows": _("Each instalment once.")}
    if any(plan.paid and pk not in named for pk, plan in known.items()):
        return {"rows": _("An instalment with payments stays. Take its payment back first.")}
    above = sum(row.amount for row in instalments) - order.due
    if above > 0:
        text = _("Together this is %(above)s more than the %(due)s of the contract.")
        told = {"above": settling.shown(above), "due": settling.shown(order.due)}
        return {"rows": text % told}
    return {}


def _as_it_is(plan: PaymentPlan) -> Instalment:
    return Instalment(plan.due_on, int(plan.amount), plan.note, plan.pk)


def _told(day: date, amount: int) -> str:
    return f"{day:%Y-%m-%d}: {settling.shown(amount)}"
