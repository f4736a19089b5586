"""Setting how long what is kept, and emptying what was deleted long ago."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.choices import Via
from zhuixiao.accounts.models import Company, Employee
from zhuixiao.kit.errors import Invalid

from .. import keeping
from ..models import Contact, Customer
from ..persons import Person, Reach
from . import erasing

# Whoever set the days answers for what they delete.
SET_BY = "customers.keep_by"


@transaction.atomic
def set_days(*, by: Actor, days: Mapping[str, int | None]) -> None:
    """Keep each kind for so many days, None for ever. Raises NotAllowed, Invalid."""
    by.employee.access.check("customers", "manage")
    errors: dict[str, object] = {}
    for keep in keeping.all_kinds():
        number = days.get(keep.key)
        if number is None and not keep.forever:
            errors[keep.key] = _("Enter a number of days.")
        elif number is not None and not keep.least <= number <= keeping.MOST_DAYS:
            errors[keep.key] = _("From %(least)d to %(most)d days.") % {
                "least": keep.least,
                "most": keeping.MOST_DAYS,
            }
    if errors:
        raise Invalid(errors)
    company = Company.objects.select_for_update().get()
    chosen = {keep.key: days.get(keep.key) for keep in keeping.all_kinds()}
    before = {key: keeping.days_of(company, key) for key in chosen}
    company.settings |= {keeping.SETTING: chosen, SET_BY: by.employee.pk}
    company.save(update_fields=["settings"])
    changes = {key: (before[key], days) for key, days in chosen.items() if before[key] != days}
    if changes:
        audit.write(by=by, action="edit", kind="keeping", changes=changes)


def empty_trash(*, before: datetime, at: datetime, limit: int) -> int:
    """Make customers and contacts unknown that were deleted before an instant, as many as `limit`,
    each in its own transaction; returns how many. Nobody brings them back; numbers stay."""
    company = Company.objects.get()
    employee = Employee.objects.filter(pk=company.settings.get(SET_BY)).first()
    if employee is None:
        return 0
    by = Actor(employee, at, company.zone, via=Via.JOB)
    customers = Customer.objects.filter(deleted_at__lt=before, erased_at=None).order_by("pk")
    old = [(Person(row), Reach.CUSTOMER) for row in customers[:limit]]
    contacts = Contact.objects.filter(deleted_at__lt=before, erased_at=None).order_by("pk")
    contacts = contacts.select_related("customer")[: limit - len(old)]
    # What was said with somebody who left the customer stays as it was said.
    old += [(Person(row.customer, row), Reach.OWN) for row in contacts]
    for person, reach in old:
        erasing.make_unknown(by=by, person=person, reach=reach)
    return len(old)
