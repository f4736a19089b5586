"""Showing a phone in full: one audit row each time, so many an hour and no more."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import AuditEntry, Employee
from zhuixiao.kit.errors import NotAllowed, RuleError

from ..fields import Field
from ..models import Customer
from ..queries.shown import may_reveal
from . import guarding

PER_HOUR = 100


class TooManyReveals(RuleError):
    """The person has looked at more numbers than work asks for."""

    status = 429
    code = "quota"

    def __init__(self) -> None:
        super().__init__(
            _("You have looked at %(n)d numbers within an hour. Go on later.") % {"n": PER_HOUR}
        )


@transaction.atomic
def reveal(*, by: Actor, customer: Customer, field: Field) -> str:
    """The value in full, written to the audit log. Raises NotAllowed, TooManyReveals."""
    if not may_reveal(field, by.employee.access):
        raise NotAllowed
    # Whoever asks twice at once waits here, so that the count holds.
    Employee.objects.select_for_update(no_key=True).only("pk").get(pk=by.employee.pk)
    lately = AuditEntry.objects.filter(
        employee=by.employee, action="reveal", at__gt=by.at - timedelta(hours=1)
    )
    if lately.count() >= PER_HOUR:
        raise TooManyReveals
    guarding.check_reveal(by=by)
    audit.write(
        by=by,
        action="reveal",
        kind="customer",
        record_id=customer.pk,
        label=customer.name,
        # Which field; the value itself is nothing for the log.
        changes={field.key: (None, None)},
    )
    value: str = getattr(customer, field.column)
    return value
