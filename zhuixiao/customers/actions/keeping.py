"""Setting how long what is kept, and emptying old customers of the trash."""

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
from ..models import Customer
from ..persons import Person
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
    """Make customers unknown that were deleted before an instant, as many as `limit`, each in its
    own transaction; returns how many. They no longer lie in the trash; numbers stay."""
    company = Company.objects.get()
    by = Employee.objects.filter(pk=company.settings.get(SET_BY)).first()
    if by is None:
        return 0
    old = Customer.objects.filter(deleted_at__lt=before, erased_at=None).order_by("pk")[:limit]
    done = 0
    for customer in list(old):
        actor = Actor(by, at, company.zone, via=Via.JOB)
        erasing.make_unknown(by=actor, person=Person(customer), everywhere=False)
        done += 1
    return done
