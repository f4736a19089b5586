"""What a company has set about its quotes."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from zhuixiao.accounts.models import Company

SETTING = "sales.quotes"


@dataclass(frozen=True)
class QuoteSettings:
    """How many days a new quote is valid (0: for ever), and the terms that it starts with."""

    valid_days: int = 30
    terms: str = ""

    def until(self, day: date) -> date | None:
        """The last day of a quote that is written on a day."""
        return day + timedelta(days=self.valid_days) if self.valid_days else None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def quote_settings(company: Company | None = None) -> QuoteSettings:
    """What holds now."""
    return QuoteSettings(**(company or Company.objects.get()).settings.get(SETTING, {}))
