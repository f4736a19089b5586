"""The place of a customer on the map, found by somebody who stood there."""

from django.db import transaction

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.choices import Right
from zhuixiao.kit.geo import Position

from ..models import Customer
from ..queries.collaborators import check_right
from . import editing


@transaction.atomic
def pin(*, by: Actor, customer: Customer, place: Position, moves: bool = False) -> bool:
    """Give a customer without a position this one; whether it was taken.

    One that has a position keeps it unless a person `moves` it. Raises NotAllowed.
    """
    by.employee.access.check("customers", "edit")
    check_right(by.employee, customer.pk, Right.WORK)
    row = Customer.objects.select_for_update(of=("self",)).get(pk=customer.pk)
    if row.latitude is not None and row.longitude is not None and not moves:
        return False
    values = {"latitude": place.latitude, "longitude": place.longitude}
    editing.write_each(by=by, changes=[(row, values)])
    customer.latitude, customer.longitude = place.latitude, place.longitude
    return True
