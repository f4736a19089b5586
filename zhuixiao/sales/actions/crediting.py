"""Giving the credit of an order to another person."""

from django.db import transaction
from django.utils.translation import gettext as _

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Employee
from zhuixiao.kit.errors import RuleError

from .. import closing
from ..choices import ReturnState
from ..models import Order, Shipment
from . import reposting
from .ordering import locked, log


@transaction.atomic
def credit(*, by: Actor, order: Order, owner: Employee, version: int | None = None) -> Order:
    """From now on the order, its returns and shipments count for this person, in the department
    that the person has now. Raises NotAllowed, Conflict, RuleError (closed month, has left)."""
    by.employee.access.check("orders", "manage")
    held = locked(by, order, version=version)
    before = (held.owner_id, held.department_id)
    if before == (owner.pk, owner.department_id):
        return held
    if not owner.is_active:
        raise RuleError(_("This employee has left. Choose somebody else."), field="owner")
    if held.is_in_force:
        returns = held.returns.filter(state=ReturnState.ACCEPTED, deleted_at=None)
        shipments = Shipment.objects.filter(order=held, deleted_at=None)
        closing.check_open(
            held.signed_on,
            *returns.values_list("returned_on", flat=True),
            *shipments.values_list("shipped_on", flat=True),
        )
    held.owner, held.department_id = owner, owner.department_id
    held.version += 1
    held.save(update_fields=["owner", "department", "version"])
    log(by, "edit", held, {"owner_id": (before[0], owner.pk)})
    reposting.of_orders([held])
    return held
