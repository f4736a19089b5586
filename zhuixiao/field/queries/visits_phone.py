"""What the phone must know of visits without network."""

from datetime import datetime
from typing import Any

from zhuixiao.accounts.models import Company, Employee
from zhuixiao.customers.models import Customer
from zhuixiao.kit.periods import day_of

from ..metrics.visits import VISITS
from ..models import Visit, VisitPlan
from ..visits.nearness import GOOD_ACCURACY
from . import visit_types

MOST_OPEN = 10


def state(employee: Employee, now: datetime) -> dict[str, Any] | None:
    """The piece `visits` of the phone's state; None for who may not visit.

    {
      "good_accuracy": 100,              # metres; a worse first position pins no customer
      "types": [{"id": 1, "name": "...", "is_default": true, "fence": 300,
                 "photos_from": "camera" | "any",
                 "steps": [{"key": "front", "label": "...", "is_required": true,
                            "kind": "photo" | "number" | "text" | "yes_no"}]}],
      "planned": [{"id": 7, "position": 0, "note": "", "customer": CUSTOMER,
                   "visit": null | "<client id of the visit that was made>"}],
      "open": [{"client_id": "<uuid>", "id": 3, "customer": CUSTOMER, "type": 1,
                "at": "2026-03-02T02:00:00+00:00", "whereabouts": "within", "distance": 35 | null,
                "is_detached": false, "steps": [as in types],
                "answers": {"stock": 12}, "photos": {"front": 1, "": 2}}]   # newest first
    }
    CUSTOMER is {"id", "name", "address", "latitude": null | WGS-84, "longitude"}.
    `whereabouts` is within, pinned, unsure, outside or unknown (see choices.visits).

    Items of the outbox that belong to it (`values` of each; the moment and the position stand
    beside them in the item):
      visit.in    {"customer": id, "type": id | null, "reason": ""}       # item's client_id = visit
      visit.step  {"visit": "<client id>", "step": key, "value": number | text | true/false}
      visit.out   {"visit": "<client id>", "note": "", "next_on": "2026-03-09" | null,
                   "next_note": ""}
      photo       {"visit": "<client id>" | null, "customer": id (without a visit),
                   "step": key | "", "source": "camera" | "any" (album or unknown), "note": ""},
                  and one file
    An item that comes before the sign-in it names is refused with the code "waits": keep it and
    send it again.
    """
    if not employee.access.may(VISITS, "create"):
        return None
    today = day_of(now, Company.objects.get().zone)
    return {
        "good_accuracy": GOOD_ACCURACY,
        "types": visit_types.for_phone(),
        "planned": _planned(employee, today),
        "open": [_open(visit) for visit in _open_visits(employee)],
    }


def customer_out(customer: Customer) -> dict[str, Any]:
    """What a screen of a visit shows of the customer."""
    return {
        "id": customer.pk,
        "name": customer.name,
        "address": customer.address,
        "latitude": customer.latitude,
        "longitude": customer.longitude,
    }


def _planned(employee: Employee, today: Any) -> list[dict[str, Any]]:
    rows = VisitPlan.objects.filter(
        employee=employee, day=today, customer__in=Customer.objects.visible_to(employee)
    )
    return [
        {
            "id": row.pk,
            "position": row.position,
            "note": row.note,
            "customer": customer_out(row.customer),
            "visit": str(row.visit.client_id) if row.visit else None,
        }
        for row in rows.select_related("customer", "visit").in_order()
    ]


def _open_visits(employee: Employee) -> list[Visit]:
    rows = Visit.objects.open().filter(employee=employee).newest()
    return list(rows.select_related("customer").prefetch_related("answers", "photos")[:MOST_OPEN])


def _open(visit: Visit) -> dict[str, Any]:
    photos: dict[str, int] = {}
    for photo in visit.photos.all():
        photos[photo.step] = photos.get(photo.step, 0) + 1
    return {
        "client_id": str(visit.client_id),
        "id": visit.pk,
        "customer": customer_out(visit.customer),
        "type": visit.type_id,
        "at": visit.at.isoformat(),
        "whereabouts": visit.whereabouts,
        "distance": visit.distance,
        "is_detached": visit.is_detached,
        "steps": visit.steps,
        "answers": {row.step: row.value for row in latest_answers(visit)},
        "photos": photos,
    }


def latest_answers(visit: Visit) -> list[Any]:
    """The answer that counts at each step: the latest, in whatever order they came."""
    latest: dict[str, Any] = {}
    for row in sorted(visit.answers.all(), key=lambda one: (one.at, str(one.client_id))):
        latest[row.step] = row
    return list(latest.values())
