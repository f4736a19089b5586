"""To whom a visit goes, and whether the visitor may still write to that customer."""

from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.audit import Actor
from zhuixiao.customers.models import Collaborator, Customer, OwnerSpan
from zhuixiao.customers.queries import merges
from zhuixiao.kit.errors import RuleError

from ..models import VisitPlan


def customer_of(by: Actor, customer_id: int) -> tuple[Customer, bool]:
    """The customer, locked, and whether it is open to the visitor for work.

    An item may come days after the customer was merged with another, or went to somebody else:
    who had it, or was sent there, keeps his visit. Raises RuleError for any other customer.
    """
    rows = Customer.objects.workable_by(by.employee).select_for_update(of=("self",))
    customer = rows.filter(pk=customer_id).first()
    if customer is not None:
        return customer, True
    pk = merges.winner_of(customer_id, visible_to=by.employee) or customer_id
    winner = rows.filter(pk=pk).first() if pk != customer_id else None
    if winner is not None:
        return winner, True
    known = Customer.objects.visible_to(by.employee).filter(pk=pk).first() or _had(by, pk)
    if known is None:
        raise RuleError(_("Choose a customer."), field="customer")
    return known, False


def _had(by: Actor, pk: int) -> Customer | None:
    person = by.employee
    is_past = (
        OwnerSpan.objects.filter(customer=pk, owner=person).exists()
        or VisitPlan.objects.filter(customer=pk, employee=person).exists()
        or Collaborator.objects.filter(customer=pk, employee=person).exists()
    )
    return Customer.objects.filter(pk=pk).first() if is_past else None
