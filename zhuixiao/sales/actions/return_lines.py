"""What of an order may come back, and what that comes to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum
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
    asked = coming_back.asked(held)
    for place, one in enumerate(new.lines):
        row = rows.get(one.line_id)
        if row is None:
            errors[f"lines.{place}.quantity"] = _("This line does not belong to the order.")
            continue
        left = row.quantity - row.returned - asked.get(row.pk, 0)
        if not 0 <= one.quantity <= left:
            text = _("At most %(left)s of %(name)s can come back.")
            told = {"left": plain(left, QUANTITY), "name": row.name}
            errors[f"lines.{place}.quantity"] = text % told
    return errors


def part(row: OrderLine, quantity: int) -> ReturnLine:
    """The part of a line's money that a part of its quantity is; the last part takes all that is
    left, so that a line that came back whole has come back to the last 分."""
    rows = ReturnLine.objects.filter(
        line=row, back__state=ReturnState.ACCEPTED, back__deleted_at=None
    )
    gone = rows.aggregate(amount=Sum("amount"), base_amount=Sum("base_amount"), cost=Sum("cost"))
    is_last = row.returned + quantity == row.quantity

    def share(name: str) -> int:
        whole = getattr(row, name)
        left = whole - (gone[name] or 0)
        fair = left if is_last else totals.part_of(whole, quantity, row.quantity)
        return int(max(0, min(fair, left)))

    return ReturnLine(
        line=row,
        quantity=quantity,
        amount=share("amount"),
        base_amount=share("base_amount"),
        cost=share("cost"),
    )


def set_sums(back: Return, parts: Sequence[ReturnLine]) -> None:
    """What the lines of a return come to, on the return."""
    back.amount = sum(row.amount for row in parts)
    back.base_amount = sum(row.base_amount for row in parts)
    back.cost = sum(row.cost for row in parts)
