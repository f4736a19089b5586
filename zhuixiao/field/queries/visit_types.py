"""The types of visits as settings and the phone show them."""

from typing import Any

from ..models import VisitType


def for_phone() -> list[dict[str, Any]]:
    """Those that can be chosen, the default first, as JSON."""
    return [
        {
            "id": row.pk,
            "name": row.name,
            "is_default": row.is_default,
            "fence": row.fence,
            "photos_from": row.photos_from,
            "steps": [step.plain() for step in row.all_steps],
        }
        for row in VisitType.objects.in_use()
    ]
