"""One line that a fact posts, as apps write it and as the table holds it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from . import catalogue
from .instants import day_number, to_number


class Line(NamedTuple):
    """The columns of an entry that come from a posting, in the order of the table."""

    at: int
    day: int
    metric: int
    quantity: int
    amount: int
    cost: int
    employee_id: int
    department_id: int
    customer_id: int
    channel_id: int
    product_id: int
    region_id: int
    option_id: int


@dataclass(frozen=True)
class Posting:
    """A line under the key of a metric.

    `day` is the company's calendar day of the instant `at`. Amount and cost are in minor units, the
    quantity of goods (a metric of the unit "quantity") in thousandths, any other is a plain number.
    `department_id` is the employee's at that time. Ids are 0 where there is none.
    """

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

    def line(self) -> Line:
        """As stored; ValueError for a metric that reads another's entries."""
        metric = catalogue.get(self.metric)
        if metric.source:
            raise ValueError(f"{metric.key} reads the entries of {metric.source}: post that")
        return Line(
            to_number(self.at),
            day_number(self.day),
            metric.id,
            self.quantity,
            self.amount,
            self.cost,
            self.employee_id,
            self.department_id,
            self.customer_id,
            self.channel_id,
            self.product_id,
            self.region_id,
            self.option_id,
        )
