"""What of an order may come back, and what that comes to."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _

from zhuixiao.accounts.audit import Actor
from zhuixiao.kit.errors import Invalid
from zhuixiao.kit.text.normal import clean

from .. import closing, coming_back, totals
from ..choices import ReturnKind, ReturnState
from ..models import Order, OrderLine, Return, ReturnLine
from ..written import QUANTITY, plain
from .lines import NewLine

_REASON = 200


@dataclass(frozen=True)
class Back:
    """So much (thousandths) of a line of the order comes back."""

    line_id: int
    quantity: int


class Gone(NamedTuple):
    """Money of a line that has come back."""

    amount: int = 0
    base_amount: int = 0
    cost: int = 0


@dataclass(frozen=True)
class NewReturn:
    """A return as it is typed; `instead` are the lines that go out in exchange."""

    lines: Sequence[Back]
    returned_on: date
    reason: str
    kind: str = ReturnKind.RETURN
    instead: Sequence[NewLine] = ()


def check(by: Actor, held: Order, new: NewReturn, rows: Mapping[int, OrderLine]) -> None:
    """Whether all of it may come back. Raises Invalid, RuleError (closed month)."""
    errors = _wrong_head(by, held, new) | _wrong_lines(held, new, rows)
    if errors:
        raise Invalid(errors)
    closing.check_open(new.returned_on, field="returned_on")


def _wrong_head(by: Actor, held: Order, new: NewReturn) -> dict[str, object]:
    errors: dict[str, object] = {}
    if not clean(new.reason) or len(clean(new.reason)) > _REASON:
        errors["reason"] = _("Say why in at most 200 characters.")
    if new.kind not in ReturnKind.values:
        errors["kind"] = _("Choose what it is.")
    if not held.signed_on <= new.returned_on <= by.today:
        errors["returned_on"] = _("Choose a day from the signing of the order until today.")
    return errors


def _wrong_lines(held: Order, new: NewReturn, rows: Mapping[int, OrderLine]) -> dict[str, object]:
    errors: dict[str, object] = {}
    if not any(one.quantity for one in new.lines):
        errors["lines"] = _("Say how much of which line comes back.")
    if len({one.line_id for one in new.lines}) < len(new.lines):
        errors["lines"] = _("Name each line once.")
    found = coming_back.asked([held.pk])
    for place, one in enumerate(new.lines):
        row = rows.get(one.line_id)
        if row is None:
            errors[f"lines.{place}.quantity"] = _("This line does not belong to the order.")
            continue
        left = row.quantity - row.returned - found.get(row.pk, 0)
        if not 0 <= one.quantity <= left:
            text = _("At most %(left)s of %(name)s can come back.")
            told = {"left": plain(left, QUANTITY), "name": row.name}
            errors[f"lines.{place}.quantity"] = text % told
    return errors


def gone(line_ids: Collection[int] | QuerySet[Any]) -> dict[int, Gone]:
    """The money of these lines that has come back."""
    rows = ReturnLine.objects.filter(
        line__in=line_ids, back__state=ReturnState.ACCEPTED, back__deleted_at=None
    )
    sums = (Sum(name) for name in Gone._fields)
    return {pk: Gone(*found) for pk, *found in rows.values_list("line").annotate(*sums).order_by()}


def part(row: OrderLine, quantity: int, before: Gone | None = None) -> ReturnLine:
    """The part of a line's money that a part of its quantity is; the last part takes all that is
    left, so that a line that came back whole has come back to the last 分.

    `before` is what has come back of it, where the caller knows.
    """
    before = before or gone([row.pk]).get(row.pk, Gone())
    is_last = row.returned + quantity == row.quantity

    def share(whole: int, taken: int) -> int:
        left = whole - taken
        fair = left if is_last else totals.part_of(whole, quantity, row.quantity)
        return max(0, min(fair, left))

    return ReturnLine(
        line=row,
        quantity=quantity,
        amount=share(int(row.amount), before.amount),
        base_amount=share(int(row.base_amount), before.base_amount),
        cost=share(int(row.cost), before.cost),
    )


def set_sums(back: Return, parts: Sequence[ReturnLine]) -> None:
    """What the lines of a return come to, on the return."""
    back.amount = sum(row.amount for row in parts)
    back.base_amount = sum(row.base_amount for row in parts)
    back.cost = sum(row.cost for row in parts)
