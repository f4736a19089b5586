"""What a list is as a file: the rows and columns that the reader sees there, by its own filters."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, Protocol

from django import forms
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhuixiao.accounts.access import Access
from zhuixiao.accounts.models import Company, Employee
from zhuixiao.catalog import costs
from zhuixiao.kit.money import to_decimal
from zhuixiao.kit.sheets import Cell
from zhuixiao.kit.typed import whole

from ..forms.money_filters import PaymentFilter
from ..forms.opportunity_filter import OpportunityFilterForm
from ..forms.order_filter import OrderFilterForm
from ..metrics import OPPORTUNITIES, ORDERS, PAYMENTS
from ..models import Payment
from ..preferences import preferences
from ..queries import known, opportunities, order_page, orders, payments
from ..queries.stages import stages

Params = Mapping[str, str]
_LONGEST = 200


class Column(NamedTuple):
    """A head, and what stands below it of a row."""

    label: str | Promise
    cell: Callable[[Any], Cell]


class Rows(Protocol):
    """What an export walks through; a QuerySet is one."""

    def count(self) -> int: ...
    def iterator(self, chunk_size: int) -> Iterator[Any]: ...


@dataclass(frozen=True)
class Listing:
    """`module` is the one whose right "export" it needs; `url` names the page of the list.

    `form` reads the address of the list, `rows` are those that fit on a day, in their order.
    """

    key: str
    label: str | Promise
    module: str
    url: str
    form: Callable[[Employee, Params], forms.Form]
    rows: Callable[[Employee, Params, date], Rows]
    columns: Callable[[Access], Sequence[Column]]

    def selection(self, reader: Employee, params: Params) -> str:
        """The filters in words."""
        form = self.form(reader, params)
        asked = [name for name in form.fields if params.get(name) and name != "sort"]
        return "; ".join([str(self.label), *(_told(form[name]) for name in asked)])

    def kept(self, reader: Employee, asked: Params) -> Params:
        """The filters of an address as they hold now for the reader, also those that he left to
        the form."""
        form = self.form(reader, asked)
        return {name: form.data[name][:_LONGEST] for name in form.fields if form.data.get(name)}


def _told(field: forms.BoundField) -> str:
    value = str(field.value())
    if field.name == "q":
        return f"{_('Search')}: {value}"
    if field.name == "customer":
        # Never the name of one, who may be erased one day, or be hidden from who reads this.
        return str(_("Customer no. %(number)s") % {"number": value})
    if isinstance(field.field, forms.BooleanField):
        return str(field.label)
    rows = getattr(field.field, "queryset", None)
    if rows is not None:
        # One of many: not all of them are read for its name.
        row = rows.filter(pk=whole(value) or 0).first()
        return f"{field.label}: {row or value}"
    return f"{field.label}: {_choices(field.field).get(value, value)}"


def _choices(field: Any) -> dict[str, str]:
    """The texts of all choices, those under a heading too."""
    found: dict[str, str] = {}
    for key, text in getattr(field, "choices", ()):
        parts = text if isinstance(text, list | tuple) else [(key, text)]
        found |= {str(one): str(label).strip() for one, label in parts}
    return found


def _order_rows(reader: Employee, params: Params, today: date) -> QuerySet[Any]:
    days = preferences(Company.objects.get()).ending_days
    chosen = OrderFilterForm(params, reader=reader).chosen(today, ends_within=days)
    found = orders.listed(chosen, reader=reader, today=today)
    return found.select_related("customer", "owner")


def _order_columns(access: Access) -> list[Column]:
    found = [
        Column(pgettext_lazy("document", "Number"), lambda row: row.number),
        Column(_("Title"), lambda row: row.title),
        Column(_("Customer"), lambda row: row.customer.name),
        Column(_("State"), lambda row: row.get_state_display()),
        Column(_("Signed on"), lambda row: row.signed_on),
        Column(_("Owner"), lambda row: row.owner.name),
        Column(_("Currency"), lambda row: row.currency),
        Column(_("Amount"), lambda row: _money(row.due)),
        Column(_("Paid"), lambda row: _money(row.paid)),
        Column(_("Owed"), lambda row: _money(row.owed) if row.is_in_force else None),
    ]
    if costs.may_read(access):
        # As the page of an order has them: of all that was signed, whatever came back since.
        own = {"currency": Company.objects.get().currency}
        found += [
            Column(_("Signed for, in %(currency)s") % own, lambda row: _money(row.base_amount)),
            Column(_("Cost, in %(currency)s") % own, lambda row: _money(row.cost)),
            Column(
                _("Gross margin, in %(currency)s") % own,
                lambda row: _money(order_page.margin_of(row)[0]),
            ),
        ]
    return found


def _money(minor: int) -> float:
    return float(to_decimal(minor))


def _payment_rows(reader: Employee, params: Params, today: date) -> QuerySet[Any]:
    asked = PaymentFilter(params, reader=reader).asked(today)
    rows = payments.listed(asked, reader=reader).select_related("owner", "method")
    return known.with_customers(rows, reader, person="owner")


def _known_name(row: Payment) -> str:
    """Of the customer, where the reader may know it: another one is not with the row."""
    customer = getattr(row, "customer", None)
    return customer.name if customer else ""


def _payment_columns(_access: Access) -> list[Column]:
    return [
        Column(_("Paid on"), lambda row: row.paid_on),
        Column(pgettext_lazy("document", "Number"), lambda row: row.number),
        Column(_("Customer"), _known_name),
        Column(_("Way of payment"), lambda row: row.method.name if row.method else ""),
        Column(_("Credited to"), lambda row: row.owner.name),
        Column(_("Currency"), lambda row: row.currency),
        Column(_("Amount"), lambda row: _money(-row.amount if row.is_refund else row.amount)),
        Column(_("Not allocated yet"), lambda row: _money(row.rest)),
    ]


def _opportunity_form(reader: Employee, params: Params) -> OpportunityFilterForm:
    return OpportunityFilterForm(params, reader=reader, stages=stages())


def _opportunity_rows(reader: Employee, params: Params, today: date) -> QuerySet[Any]:
    form, zone = _opportunity_form(reader, params), Company.objects.get().zone
    chosen = form.chosen(today)
    rows = opportunities.listed(chosen, reader=reader, stages=stages(), today=today, zone=zone)
    found = opportunities.ordered(rows, form.sorted_by)
    return found.select_related("customer", "owner", "stage", "loss_reason")


def _opportunity_columns(_access: Access) -> list[Column]:
    return [
        Column(_("Opportunity"), lambda row: row.name),
        Column(_("Customer"), lambda row: row.customer.name),
        Column(_("Stage"), lambda row: row.stage.name),
        Column(_("Loss reason"), lambda row: row.loss_reason.name if row.loss_reason else ""),
        Column(_("Amount"), lambda row: _money(row.amount)),
        Column(_("Probability (%)"), lambda row: row.probability_bp / 100),
        Column(_("Expected close"), lambda row: row.expected_on),
        Column(_("Closed on"), lambda row: row.closed_on),
        Column(_("Next step"), lambda row: row.next_step),
        Column(_("Next step on"), lambda row: row.next_step_on),
        Column(_("Owner"), lambda row: row.owner.name),
    ]


LISTINGS: dict[str, Listing] = {}
# The same as choices.
KINDS: list[tuple[str, str | Promise]] = []


def register(*listings: Listing) -> None:
    """Higher apps add their lists in AppConfig.ready()."""
    for one in listings:
        LISTINGS[one.key] = one
        KINDS.append((one.key, one.label))


register(
    Listing(
        key=ORDERS,
        label=_("Contract orders"),
        module=ORDERS,
        url="sales:orders",
        form=lambda reader, params: OrderFilterForm(params, reader=reader),
        rows=_order_rows,
        columns=_order_columns,
    ),
    Listing(
        key=PAYMENTS,
        label=pgettext_lazy("documents", "Payments"),
        module=PAYMENTS,
        url="sales:payments",
        form=lambda reader, params: PaymentFilter(params, reader=reader),
        rows=_payment_rows,
        columns=_payment_columns,
    ),
    Listing(
        key=OPPORTUNITIES,
        label=_("Opportunities"),
        module=OPPORTUNITIES,
        url="sales:opportunity-list",
        form=_opportunity_form,
        rows=_opportunity_rows,
        columns=_opportunity_columns,
    ),
)
