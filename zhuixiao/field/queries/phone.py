"""What the phone keeps to work without network."""

from collections.abc import Container
from datetime import datetime
from typing import Any

from django.utils import translation

from zhuixiao.accounts.models import Company, Employee

from ..phone import state as phone_state


def state(
    person: Employee, company: Company, *, now: datetime, only: Container[str] | None = None
) -> dict[str, Any]:
    """As GET /field/m/state gives it, `only` with these pieces:

    `person` (id, name, department), `company`, `zone` (the company's), `at` (ISO, by the server's
    clock), `today` (ISO, the company's day), `language`, `pieces` by key. A piece that is missing
    is not for this person: the phone draws no screen for it.
    """
    built = {
        key: build(person, now)
        for key, build in phone_state.pieces().items()
        if only is None or key in only
    }
    return {
        "person": {
            "id": person.pk,
            "name": person.name,
            "department": str(person.department),
        },
        "company": company.name,
        "zone": company.time_zone,
        "at": now.isoformat(),
        "today": company.today(now).isoformat(),
        "language": translation.get_language(),
        "pieces": {key: piece for key, piece in built.items() if piece is not None},
    }
