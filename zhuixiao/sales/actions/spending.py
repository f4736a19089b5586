"""Writing down what somebody spent, changing it, taking it back."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Employee
from zhuixiao.activities.actions.conflicts import kept_of_theirs
from zhuixiao.activities.models import Activity
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option
from zhuixiao.customers.models import Customer
from zhuixiao.files import actions as files
from zhuixiao.kit.errors import Invalid, NotAllowed, RuleError
from zhuixiao.kit.money import LARGEST
from zhuixiao.kit.text.normal import clean
from zhuixiao.ledger.actions import post_many

from .. import closing, postings
from ..choices import CHANGEABLE
from ..models import Expense, ExpenseClaim, Order
from . import claim_sums

PURPOSE_LENGTH = 200


@dataclass(frozen=True)
class NewExpense:
    """An expense as it is typed; `amount` in minor units of the company's currency.

    Without `employee_id` it is one's own. An order or an action record brings its customer along.
    """

    spent_on: date
    type_id: int
    amount: int
    purpose: str
    employee_id: int | None = None
    customer_id: int | None = None
    order_id: int | None = None
    activity_id: int | None = None
    file_ids: Sequence[str] = ()


@transaction.atomic
def add(*, by: Actor, new: NewExpense) -> Expense:
    """A new expense, with its receipts. Raises NotAllowed, Invalid, RuleError (closed month)."""
    by.employee.access.check("expenses", "create")
    employee = _spender(by, new.employee_id)
    new = _checked(by, new)
    closing.check_open(new.spent_on, field="spent_on")
    expense = Expense.objects.create(
        employee=employee,
        department_id=employee.department_id,
        created_by=by.employee,
        created_at=by.at,
        **_columns(new),
    )
    _attach(by, expense, new.file_ids)
    _post(expense)
    _log(by, "create", expense)
    return expense


@transaction.atomic
def change(
    *,
    by: Actor,
    expense: Expense,
    new: NewExpense,
    version: int | None = None,
    keep_mine: Collection[str] = (),
) -> Expense:
    """Change one that nobody decides about or has approved; a draft of a claim follows.

    Who spent it stays. Raises NotAllowed, Invalid, Conflict, RuleError.
    """
    by.employee.access.check("expenses", "edit")
    held, claim = _locked(by, expense)
    values = _columns(_checked(by, new, held=held))
    theirs = kept_of_theirs(
        kind=postings.EXPENSE,
        record_id=held.pk,
        mine=values,
        seen=version,
        now=held.version,
        record=held,
        keep_mine=keep_mine,
    )
    changes = audit.differences(held, {k: v for k, v in values.items() if k not in theirs})
    closing.check_open(held.spent_on, values["spent_on"], field="spent_on")
    _attach(by, held, new.file_ids)
    if changes:
        for name, (_before, after) in changes.items():
            setattr(held, name, after)
        held.version += 1
        held.save()
        _post(held)
        if claim:
            claim_sums.refresh(claim)
        _log(by, "edit", held, changes)
    return held


@transaction.atomic
def delete(*, by: Actor, expense: Expense) -> None:
    """Take it back; a draft of a claim loses it. Raises NotAllowed, RuleError."""
    by.employee.access.check("expenses", "delete")
    held, claim = _locked(by, expense)
    closing.check_open(held.spent_on)
    held.deleted_at, held.claim = by.at, None
    held.version += 1
    held.save()
    _post(held)
    if claim:
        claim_sums.refresh(claim)
    _log(by, "delete", held)


def _spender(by: Actor, employee_id: int | None) -> Employee:
    """Whose expense it is: for somebody else only whoever manages expenses may write."""
    if employee_id is None or employee_id == by.employee.pk:
        return by.employee
    by.employee.access.check("expenses", "manage")
    known = Employee.objects.active().known_to(by.employee)
    found: Employee | None = known.filter(pk=employee_id).first()
    if found is None:
        raise Invalid({"employee": _("Choose somebody who works here.")})
    return found


def _locked(by: Actor, expense: Expense) -> tuple[Expense, ExpenseClaim | None]:
    """The row and the claim that it is in, the claim locked first as everywhere."""
    asked = Expense.objects.filter(pk=expense.pk).values_list("claim", flat=True).first()
    claim = ExpenseClaim.objects.select_for_update(of=("self",)).filter(pk=asked or 0).first()
    held = Expense.objects.select_for_update(of=("self",)).get(pk=expense.pk)
    if held.employee_id != by.employee.pk and not may_write_for_others(by.employee, held):
        raise NotAllowed
    if held.deleted_at is not None:
        raise RuleError(_("This expense was deleted already."))
    if held.claim_id != (claim.pk if claim else None):
        raise RuleError(_("Somebody put this into a claim just now. Load the page again."))
    if claim and claim.state not in CHANGEABLE:
        text = _("Claim %(number)s holds this expense: %(state)s. Withdraw the claim first.")
        raise RuleError(text % {"number": claim.number, "state": claim.get_state_display()})
    return held, claim


def may_write_for_others(reader: Employee, expense: Expense) -> bool:
    """Whether the reader may change what somebody else spent: by managing expenses in scope."""
    may = reader.access.may("expenses", "manage")
    return may and Expense.objects.visible_to(reader).filter(pk=expense.pk).exists()


def _checked(by: Actor, new: NewExpense, *, held: Expense | None = None) -> NewExpense:
    """With everything that follows from its order or action record. Raises Invalid."""
    errors: dict[str, object] = {}
    if not 0 < new.amount <= LARGEST:
        errors["amount"] = _("The amount must be above zero.")
    if not (purpose := clean(new.purpose)):
        errors["purpose"] = _("Say in a few words what it was for.")
    if new.spent_on > by.today:
        errors["spent_on"] = _("This day is still to come. Write it down once it is spent.")
    types = Option.objects.of(PickList.EXPENSE_TYPE).filter(pk=new.type_id)
    is_old = held is not None and held.type_id == new.type_id
    if not (types if is_old else types.in_use()).exists():
        errors["type"] = _("Choose what it was spent on.")
    links = _Links(by.employee, held)
    order, activity = links.order(new.order_id), links.activity(new.activity_id)
    if new.order_id and order is None:
        errors["order"] = _("There is no such order, or you may not see it.")
    if new.activity_id and activity is None:
        errors["activity"] = _("There is no such action record, or you may not see it.")
    given = [row.customer_id for row in (order, activity) if row]
    customer_id = new.customer_id or next(iter(given), None)
    if customer_id and not given and not links.sees_customer(customer_id):
        errors["customer"] = _("There is no such customer, or you may not see it.")
    if any(pk != customer_id for pk in given):
        errors["customer"] = _("Order and action record belong to another customer.")
    if errors:
        raise Invalid(errors)
    return replace(new, purpose=purpose[:PURPOSE_LENGTH], customer_id=customer_id)


class _Links:
    """What an expense may hang on: what the writer sees, and what it hangs on already."""

    def __init__(self, writer: Employee, held: Expense | None) -> None:
        self.writer, self.held = writer, held

    def order(self, pk: int | None) -> Order | None:
        if self.held and pk and pk == self.held.order_id:
            return self.held.order
        return Order.objects.visible_to(self.writer).filter(pk=pk).first() if pk else None

    def activity(self, pk: int | None) -> Activity | None:
        if self.held and pk and pk == self.held.activity_id:
            return self.held.activity
        return Activity.objects.visible_to(self.writer).filter(pk=pk).first() if pk else None

    def sees_customer(self, pk: int) -> bool:
        is_held = self.held is not None and self.held.customer_id == pk
        return is_held or Customer.objects.visible_to(self.writer).filter(pk=pk).exists()


def _columns(new: NewExpense) -> dict[str, Any]:
    names = ("spent_on", "type_id", "amount", "purpose", "customer_id", "order_id", "activity_id")
    return {name: getattr(new, name) or None for name in names}


def _attach(by: Actor, expense: Expense, file_ids: Sequence[str]) -> None:
    if file_ids:
        files.attach(by=by, file_ids=file_ids, kind=postings.EXPENSE, record_id=expense.pk)


def _post(expense: Expense) -> None:
    lines = postings.of_expense(expense)
    post_many(items=[(postings.fact(postings.EXPENSE, expense), lines)])


def _log(by: Actor, action: str, expense: Expense, changes: audit.Changes | None = None) -> None:
    audit.write(
        by=by,
        action=action,
        kind=postings.EXPENSE,
        record_id=expense.pk,
        label=expense.purpose,
        changes=changes,
        version=expense.version,
    )
