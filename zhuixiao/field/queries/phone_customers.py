"""The customers that a phone holds: without network one visits and writes about these."""

from datetime import datetime
from typing import Any

from zhuixiao.accounts.choices import FieldAccess
from zhuixiao.accounts.models import Employee
from zhuixiao.activities.queries.types import all_types
from zhuixiao.customers.fields import REACH
from zhuixiao.customers.models import Customer

MOST = 500


def customers(person: Employee, now: datetime) -> dict[str, Any] | None:
    """The own customers, the last contacted first: {rows: [[id, name, latitude, longitude, stage,
    its colour, last contact (ISO), region]], has_more, may_call}; without phone numbers, which
    are told one by one. None for whoever may not see customers."""
    if not person.access.may("customers", "view"):
        return None
    rows = (
        Customer.objects.visible_to(person)
        .filter(owner=person)
        .order_by("-last_contact_at", "-pk")
        .values_list(
            "pk", "name", "latitude", "longitude", "stage__name", "stage__colour",
            "last_contact_at", "region__name",
        )[: MOST + 1]
    )  # fmt: skip
    found = [
        [
            pk,
            name,
            latitude,
            longitude,
            stage or "",
            colour or "grey",
            at and at.isoformat(),
            region or "",
        ]
        for pk, name, latitude, longitude, stage, colour, at, region in rows
    ]
    reach = person.access.field(REACH)
    return {
        "rows": found[:MOST],
        "has_more": len(found) > MOST,
        "may_call": reach in {FieldAccess.READ, FieldAccess.WRITE},
    }


def records(person: Employee, now: datetime) -> dict[str, Any] | None:
    """What writing an action record asks for: {types: [{id, name, icon, text}]}, `text` being what
    the description begins with. None for whoever writes none."""
    if not person.access.may("activities", "create"):
        return None
    return {
        "types": [
            {
                "id": one.option.pk,
                "name": str(one.option),
                "icon": one.rule.icon,
                "text": str(one.rule.template),
            }
            for one in all_types()
        ]
    }
