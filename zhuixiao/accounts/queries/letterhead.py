"""Reading what the company's documents say about it."""

import uuid
from typing import Any

from ..letterhead import SETTING, Letterhead
from ..models import Company


def letterhead(company: Company) -> Letterhead:
    """The letterhead; of a company that never set one, only its name."""
    held: dict[str, Any] = {"name": company.name, **company.settings.get(SETTING, {})}
    logo = held.pop("logo", None)
    return Letterhead(**held, logo=uuid.UUID(logo) if logo else None)
