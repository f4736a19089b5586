"""Who was let into which customers."""

from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.choices import DataScope, Right
from zhuixiao.accounts.models import Employee
from zhuixiao.accounts.sharing import Shared
from zhuixiao.kit.errors import NotAllowed

from ..models import Collaborator, CollaboratorQuerySet, Customer


def shared_with(employee_id: int) -> Shared:
    """The customers that somebody let this employee into, as the access rules take them."""
    rows = Collaborator.objects.in_force().filter(employee=employee_id)
    found: dict[str, set[int]] = {Right.READ: set(), Right.WORK: set()}
    for pk, right in rows.values_list("customer_id", "right"):
        found[right].add(pk)
    return Shared(frozenset(found[Right.READ]), frozenset(found[Right.WORK]))


def right_to(employee: Employee, customer_id: int) -> Right:
    """How far a customer that the employee sees is open to him; costs a statement only where it
    was opened to him by somebody."""
    if employee.access.scope("customers") == DataScope.ALL:
        return Right.HOLD
    shared = employee.access.shared("customers")
    if customer_id not in shared.readable | shared.workable:
        return Right.HOLD
    if Customer.objects.held_by(employee).filter(pk=customer_id).exists():
        return Right.HOLD
    return Right.WORK if customer_id in shared.workable else Right.READ


def check_right(employee: Employee, customer_id: int, right: Right = Right.WORK) -> None:
    """Raises NotAllowed where a customer that the employee sees is not open to him this far."""
    held = right_to(employee, customer_id)
    if held == Right.READ and right != Right.READ:
        raise NotAllowed(_("You may only read this customer. Ask its owner to let you work on it."))
    if held == Right.WORK and right == Right.HOLD:
        raise NotAllowed(_("You work along on this customer. Its owner decides about that."))


def of_customer(customer_id: int) -> CollaboratorQuerySet:
    """Who works along now, the first let in first."""
    rows = Collaborator.objects.in_force().filter(customer=customer_id)
    return rows.select_related("employee").order_by("pk")
