"""Tables to begin with, in one click."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.models import Employee
from zhuixiao.kit.spans import Span
from zhuixiao.ledger import catalogue

from .choices import ChartKind, Comparison, Split
from .definition import Definition, known


@dataclass(frozen=True)
class Ready:
    """`key` stands in the address."""

    key: str
    name: str | Promise
    about: str | Promise
    icon: str
    definition: Definition


ALL: Sequence[Ready] = (
    Ready(
        "people",
        _("New customers and contacts by person and month"),
        _("Who wins customers, and how much each did for it."),
        icon="users",
        definition=Definition(
            metrics=["customers.added", "activities.contacts", "activities.customers_contacted"],
            rows=[Split.EMPLOYEE.value],
            columns=Split.MONTH.value,
            span=Span.QUARTER.value,
        ),
    ),
    Ready(
        "departments",
        _("Orders and payments by department and month"),
        _("What was signed and what came in, over the year."),
        icon="building",
        definition=Definition(
            metrics=["orders.amount", "payments.amount"],
            rows=[Split.DEPARTMENT.value],
            columns=Split.MONTH.value,
            span=Span.YEAR.value,
            chart=ChartKind.LINE.value,
        ),
    ),
    Ready(
        "products",
        _("Sales and margin by product"),
        _("Which products carry the company, against last year."),
        icon="package",
        definition=Definition(
            metrics=["sales.amount", "sales.units", "sales.margin", "sales.margin_rate"],
            rows=[Split.PRODUCT.value],
            span=Span.YEAR.value,
            comparison=Comparison.LAST_YEAR.value,
            chart=ChartKind.BARS.value,
            top=20,
        ),
    ),
    Ready(
        "channels",
        _("New customers by channel"),
        _("Where customers come from, against the quarter before."),
        icon="affiliate",
        definition=Definition(
            metrics=["customers.added", "customers.won"],
            rows=[Split.CHANNEL.value],
            span=Span.QUARTER.value,
            comparison=Comparison.PREVIOUS.value,
            chart=ChartKind.BARS.value,
        ),
    ),
    Ready(
        "types",
        _("Types of activity by person"),
        _("Who visits, who calls, who writes."),
        icon="clipboard-list",
        definition=Definition(
            metrics=["activities.done"],
            rows=[Split.OPTION.value],
            columns=Split.EMPLOYEE.value,
            span=Span.MONTH.value,
        ),
    ),
    Ready(
        "days",
        _("The week by day"),
        _("What happens each day, against the week before."),
        icon="calendar",
        definition=Definition(
            metrics=["activities.contacts", "customers.added", "orders.amount", "payments.amount"],
            rows=[Split.DAY.value],
            span=Span.WEEK.value,
            comparison=Comparison.PREVIOUS.value,
        ),
    ),
)


def offered(reader: Employee) -> list[Ready]:
    """Those of which the reader may see at least one number."""
    return [row for row in ALL if _readable(row, reader)]


def begin(key: str, reader: Employee) -> Ready | None:
    """The one of this key with the numbers that the reader may see; None for another key."""
    return next((row for row in offered(reader) if row.key == key), None)


def _readable(row: Ready, reader: Employee) -> bool:
    metrics = known(row.definition.metrics)
    return any(catalogue.may_read(reader.access, one) for one in metrics)
