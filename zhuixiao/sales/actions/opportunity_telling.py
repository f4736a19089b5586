"""Telling people that an opportunity is theirs now."""

from collections import defaultdict
from collections.abc import Sequence

from django.utils.translation import gettext_noop

from zhuixiao.accounts.audit import Actor
from zhuixiao.notices.actions import notify

from ..models import Opportunity
from ..wording import GIVEN_NOTICE

_ONE = gettext_noop("%(by)s gave you an opportunity: %(name)s")
_MANY = gettext_noop("%(by)s gave you %(n)d opportunities.")


def tell_owner(*, by: Actor, opportunity: Opportunity) -> None:
    """A notice to the owner, unless it is who wrote it."""
    tell_owners(by=by, opportunities=[opportunity])


def tell_owners(*, by: Actor, opportunities: Sequence[Opportunity]) -> None:
    """One notice to each of the new owners."""
    of: dict[int, list[Opportunity]] = defaultdict(list)
    for row in opportunities:
        if row.owner_id != by.employee.pk:
            of[row.owner_id].append(row)
    for person, rows in of.items():
        is_one = len(rows) == 1
        notify(
            to=[person],
            kind=GIVEN_NOTICE,
            text=_ONE if is_one else _MANY,
            params={"by": by.employee.name, "name": rows[0].name, "n": len(rows)},
            at=by.at,
            url=f"/opportunities/{rows[0].pk}/" if is_one else "/opportunities/",
            customer_id=rows[0].customer_id if is_one else 0,
            by_id=by.employee.pk,
        )
