"""What a company has set about orders and other documents."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from zhuixiao.accounts.models import Company

SETTING = "sales.orders"
_ENDING_DAYS = 30


@dataclass(frozen=True)
class Preferences:
    """`prefixes` of numbers by the kind of document (its own prefix where none is set), the tax
    rate of a new line in basis points, whether a signed order wins its customer, and how many days
    before the end of a contract its owner is told (0: never), and after how many days from signing
    an order without a payment plan is due."""

    prefixes: Mapping[str, str] = field(default_factory=dict)
    tax_bp: int = 1_300
    wins: bool = True
    renewal_days: int = 30
    due_days: int = 30

    @property
    def ending_days(self) -> int:
        """Within so many days a contract ends soon, also where nobody is told of it."""
        return self.renewal_days or _ENDING_DAYS

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def preferences(company: Company | None = None) -> Preferences:
    """What holds now."""
    held = (company or Company.objects.get()).settings.get(SETTING, {})
    return Preferences(**held)
