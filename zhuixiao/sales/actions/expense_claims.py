"""Expense claims: collecting one's expenses, handing them in, paying them out."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.approvals.actions import asking
from zhuixiao.kit.errors import Conflict, Invalid, NotAllowed, RuleError
from zhuixiao.kit.money import to_decimal
from zhuixiao.kit.text.normal import clean

from .. import closing
from ..choices import CHANGEABLE, ClaimState
from ..models import Expense, ExpenseClaim
from . import claim_sums, numbering

KIND = "expense_claim"
SUBJECT = "sales.claim"
# Nobody hands in more at once than an approver can read.
MOST_EXPENSES = 300


@transaction.atomic
def draft(*, by: Actor, expense_ids: Collection[int], note: str = "") -> ExpenseClaim:
    """Collect own expenses that are in no claim. Raises NotAllowed, Invalid."""
    by.employee.access.check("expenses", "create")
    claim = ExpenseClaim.objects.create(
        number=numbering.next_number(numbering.CLAIM, by.today),
        employee=by.employee,
        department_id=by.employee.department_id,
        note=clean(note)[:200],
        created_at=by.at,
    )
    _collect(claim, expense_ids)
    _log(by, "create", claim, {"amount": (0, claim.amount)})
    return claim


@transaction.atomic
def change(
    *,
    by: Actor,
    claim: ExpenseClaim,
    expense_ids: Collection[int],
    note: str,
    version: int | None = None,
) -> ExpenseClaim:
    """Other expenses, or another note, of a draft. Raises NotAllowed, Invalid, Conflict,
    RuleError."""
    held = _own(by, claim, "edit")
    if version is not None and version != held.version:
        raise Conflict({}, version=held.version)
    values = {"note": clean(note)[:200]}
    changes = audit.differences(held, values)
    before = {"amount": held.amount, "expenses": _ids(held)}
    held.note = values["note"]
    _collect(held, expense_ids)
    after = {"amount": held.amount, "expenses": _ids(held)}
    changes |= {name: (before[name], after[name]) for name in before if before[name] != after[name]}
    if changes:
        held.version += 1
        held.save(update_fields=["note", "version"])
        _log(by, "edit", held, changes)
    return held


@transaction.atomic
def delete(*, by: Actor, claim: ExpenseClaim) -> None:
    """Drop a draft; its expenses wait for another claim. Raises NotAllowed, RuleError."""
    held = _own(by, claim, "edit")
    held.expenses.update(claim=None)
    _log(by, "delete", held)
    held.delete()


@transaction.atomic
def submit(*, by: Actor, claim: ExpenseClaim) -> ExpenseClaim:
    """Hand it in: who has to decide is asked. Raises NotAllowed, RuleError."""
    held = _own(by, claim, "edit")
    if not held.amount:
        raise RuleError(_("Tick at least one expense first."))
    amounts = {str(pk): amount for pk, amount in held.expenses.values_list("pk", "amount")}
    request = asking.ask(
        by=by,
        subject=SUBJECT,
        title=gettext_noop("Expense claim %(number)s: %(amount)s"),
        params={"number": held.number, "amount": f"{to_decimal(held.amount):,}"},
        payload={"claim": held.pk, "amounts": amounts},
        # Whole units, begun ones counted: 5,000.01 is more than 5,000.
        facts={"amount": -(-held.amount // 100)},
        department=held.department,
        url=f"/claims/{held.pk}/",
    )
    held.request = request
    _move(by, held, "submit", ClaimState.ASKED if request else ClaimState.APPROVED)
    return held


def withdraw(*, by: Actor, claim: ExpenseClaim) -> None:
    """Take it back while nobody has finally decided. Raises NotAllowed, RuleError."""
    if claim.employee_id != by.employee.pk:
        raise NotAllowed
    if claim.request is None or claim.state != ClaimState.ASKED:
        raise RuleError(_("Nobody decides about this claim."))
    asking.withdraw(by=by, request=claim.request)


def grant(by: Actor, payload: Mapping[str, Any]) -> None:
    """The last one has agreed. Raises RuleError when the claim is not what was asked any more."""
    held = _locked(payload["claim"])
    amounts = {str(pk): amount for pk, amount in held.expenses.values_list("pk", "amount")}
    if held.state != ClaimState.ASKED or amounts != payload["amounts"]:
        raise RuleError(_("This claim is not what was asked any more. Reject it."))
    _move(by, held, "approve", ClaimState.APPROVED)


def drop(by: Actor, payload: Mapping[str, Any], note: str) -> None:
    """It was refused, with a reason, or withdrawn: its person may change it and ask again."""
    held = _locked(payload["claim"])
    if held.state == ClaimState.ASKED:
        is_own = held.employee_id == by.employee.pk
        state = ClaimState.DRAFT if is_own else ClaimState.REFUSED
        reason = {"reason": ("", note)} if note else {}
        _move(by, held, "withdraw" if is_own else "refuse", state, **reason)


@transaction.atomic
def pay(*, by: Actor, claim: ExpenseClaim, on: date) -> ExpenseClaim:
    """Note that an approved claim was paid out that day. Raises NotAllowed, RuleError."""
    held = _payable(by, claim)
    if held.state != ClaimState.APPROVED:
        raise RuleError(_("Only an approved claim is paid out."))
    if on > by.today:
        raise RuleError(_("This day is still to come."), field="on")
    closing.check_open(on, field="on")
    held.paid_on = on
    _move(by, held, "pay", ClaimState.PAID, paid_on=(None, on))
    return held


@transaction.atomic
def take_payment_back(*, by: Actor, claim: ExpenseClaim) -> ExpenseClaim:
    """It was not paid out after all. Raises NotAllowed, RuleError."""
    held = _payable(by, claim)
    if held.state != ClaimState.PAID:
        raise RuleError(_("This claim was not paid out."))
    closing.check_open(held.paid_on)
    before, held.paid_on = held.paid_on, None
    _move(by, held, "take_payment_back", ClaimState.APPROVED, paid_on=(before, None))
    return held


def _payable(by: Actor, claim: ExpenseClaim) -> ExpenseClaim:
    access = by.employee.access
    if not (access.may("payments", "manage") or access.may("expenses", "manage")):
        raise NotAllowed
    if not ExpenseClaim.objects.visible_to(by.employee).filter(pk=claim.pk).exists():
        raise NotAllowed
    return _locked(claim.pk)


def _own(by: Actor, claim: ExpenseClaim, action: str) -> ExpenseClaim:
    """The locked claim of who acts, as long as it may be changed."""
    by.employee.access.check("expenses", action)
    held = _locked(claim.pk)
    if held.employee_id != by.employee.pk:
        raise NotAllowed
    if held.state not in CHANGEABLE:
        text = _("This claim is not a draft any more: %(state)s.")
        raise RuleError(text % {"state": held.get_state_display()})
    return held


def _locked(pk: int) -> ExpenseClaim:
    rows = ExpenseClaim.objects.select_for_update(of=("self",)).select_related("department")
    held = rows.filter(pk=pk).first()
    if held is None:
        raise RuleError(_("This claim is gone. Load the page again."))
    return held


def _collect(claim: ExpenseClaim, expense_ids: Collection[int]) -> None:
    """Exactly these expenses are in the locked claim from now on. Raises Invalid."""
    wanted = set(expense_ids)
    if len(wanted) > MOST_EXPENSES:
        text = _("At most %(limit)d expenses in one claim.") % {"limit": MOST_EXPENSES}
        raise Invalid({"expenses": text})
    rows = Expense.objects.filter(employee=claim.employee, deleted_at=None)
    held = list(rows.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk"))
    if len(held) != len(wanted) or any(row.claim_id not in {None, claim.pk} for row in held):
        text = _("One of these expenses is gone, or in another claim. Load the page again.")
        raise Invalid({"expenses": text})
    claim.expenses.exclude(pk__in=wanted).update(claim=None)
    rows.filter(pk__in=wanted).update(claim=claim)
    claim_sums.refresh(claim)


def _ids(claim: ExpenseClaim) -> list[int]:
    return list(claim.expenses.order_by("spent_on", "pk").values_list("pk", flat=True))


def _move(
    by: Actor, claim: ExpenseClaim, action: str, state: ClaimState, **more: tuple[Any, Any]
) -> None:
    changes = {"state": (claim.state, state), **more}
    claim.state = state
    claim.version += 1
    claim.save()
    _log(by, action, claim, changes)


def _log(by: Actor, action: str, claim: ExpenseClaim, changes: audit.Changes | None = None) -> None:
    audit.write(
        by=by,
        action=action,
        kind=KIND,
        record_id=claim.pk,
        label=claim.number,
        changes=changes,
        version=claim.version,
    )
