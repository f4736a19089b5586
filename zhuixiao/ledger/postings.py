"""One line that a fact posts."""

from dataclasses import dataclass
from datetime import date, datetime

from .catalogue import OPTIONAL, Metric, get


@dataclass(frozen=True)
class Posting:
    """`day` is the company's calendar day of the instant `at`; ids are 0 where there is none."""

    metric: str
    at: datetime
    day: date
    quantity: int = 1
    amount: int = 0
    cost: int = 0
    employee_id: int = 0
    department_id: int = 0
    customer_id: int = 0
    channel_id: int = 0
    product_id: int = 0
    region_id: int = 0
    option_id: int = 0

    @property
    def definition(self) -> Metric:
        return get(self.metric)

    @property
    def day_number(self) -> int:
        return as_number(self.day)

    def rollup_key(self) -> tuple[int, ...]:
        """The rollup row that this line belongs to; dimensions that the metric drops are 0."""
        metric = self.definition
        kept = (getattr(self, f"{dim}_id") if dim in metric.dims else 0 for dim in OPTIONAL)
        return (metric.id, self.day_number, self.employee_id, self.department_id, *kept)


def as_number(day: date) -> int:
    """A day as the ledger stores it: yyyymmdd."""
    return day.year * 10_000 + day.month * 100 + day.day


def as_day(number: int) -> date:
    return date(number // 10_000, number // 100 % 100, number % 100)
