"""How the ledger finds and recomputes the facts of selling."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.models import Employee
from zhuixiao.ledger import facts, sources
from zhuixiao.ledger.actions import Posting

from . import postings
from .models import (
    Expense,
    Invoice,
    Opportunity,
    OpportunityStage,
    Order,
    Payment,
    Quote,
    Return,
    ReturnLine,
    Shipment,
)

_Load = Callable[[Employee, Sequence[int]], Mapping[int, object]]
_Recompute = Callable[[Sequence[int]], Mapping[int, Sequence[Posting]]]


def register() -> None:
    """Called once, in AppConfig.ready()."""
    kinds: list[tuple[int, str, str | Promise, str, _Load, Callable[[Any], str]]] = [
        (40, postings.STAGE, _("Stage of an opportunity"), "target-arrow", _stages, _opportunity),
        (41, postings.QUOTE, _("Quote"), "file-description", _quotes, _page("quotes")),
        (42, postings.ORDER, _("Contract order"), "file-text", _orders, _page("orders")),
        (43, postings.RETURN, _("Return of goods"), "arrow-back-up", _returns, _order),
        (44, postings.PAYMENT, _("Payment"), "cash", _payments, _page("payments")),
        (45, postings.INVOICE, _("Invoice"), "receipt", _invoices, _page("invoices")),
        (46, postings.SHIPMENT, _("Shipment"), "truck", _shipments, _order),
        (47, postings.EXPENSE, _("Expense"), "wallet", _expenses, _page("expenses")),
    ]
    for number, key, label, icon, load, url in kinds:
        facts.register(
            facts.FactKind(
                id=number,
                key=key,
                label=label,
                load=load,
                template=f"sales/facts/{key}.html",
                url=url,
                icon=icon,
            )
        )
    owned: list[tuple[str, type[Model], _Recompute]] = [
        (postings.STAGE, OpportunityStage, stage_postings),
        (postings.QUOTE, Quote, _each(Quote, postings.of_quote)),
        (postings.ORDER, Order, _order_postings),
        (postings.RETURN, Return, _return_postings),
        (postings.PAYMENT, Payment, _each(Payment, postings.of_payment)),
        (postings.INVOICE, Invoice, _each(Invoice, postings.of_invoice)),
        (postings.SHIPMENT, Shipment, _each(Shipment, postings.of_shipment, "order")),
        (postings.EXPENSE, Expense, _each(Expense, postings.of_expense)),
    ]
    for kind, model, recompute in owned:
        sources.register(kind, ids=_ids_of(model), postings_of=recompute)


def _page(name: str) -> Callable[[Any], str]:
    return lambda row: f"/{name}/{row.pk}/"


def _order(row: Any) -> str:
    return f"/orders/{row.order_id}/"


def _opportunity(row: OpportunityStage) -> str:
    return f"/opportunities/{row.opportunity_id}/"


def _stages(employee: Employee, ids: Sequence[int]) -> Mapping[int, object]:
    rows = OpportunityStage.objects.filter(
        opportunity__in=Opportunity.objects.visible_to(employee).values("pk")
    )
    joined = ("opportunity__customer", "before", "after", "employee")
    return rows.select_related(*joined).in_bulk(ids)


def _quotes(employee: Employee, ids: Sequence[int]) -> Mapping[int, object]:
    return Quote.objects.visible_to(employee).select_related("customer", "owner").in_bulk(ids)


def _orders(employee: Employee, ids: Sequence[int]) -> Mapping[int, object]:
    return Order.objects.visible_to(employee).select_related("customer", "owner").in_bulk(ids)


def _returns(employee: Employee, ids: Sequence[int]) -> Mapping[int, object]:
    rows = Return.objects.filter(order__in=Order.objects.visible_to(employee).values("pk"))
    return rows.filter(deleted_at=None).select_related("order__customer").in_bulk(ids)


def _payments(employee: Employee, ids: Sequence[int]) -> Mapping[int, object]:
    rows = Payment.objects.visible_to(employee)
    return rows.select_related("customer", "owner", "method").in_bulk(ids)


def _invoices(employee: Employee, ids: Sequence[int]) -> Mapping[int, object]:
    rows = Invoice.objects.visible_to(employee)
    return rows.select_related("customer", "order", "owner").in_bulk(ids)


def _shipments(employee: Employee, ids: Sequence[int]) -> Mapping[int, object]:
    rows = Shipment.objects.filter(order__in=Order.objects.visible_to(employee).values("pk"))
    return rows.filter(deleted_at=None).select_related("order__customer").in_bulk(ids)


def _expenses(employee: Employee, ids: Sequence[int]) -> Mapping[int, object]:
    rows = Expense.objects.visible_to(employee)
    return rows.select_related("customer", "employee", "type").in_bulk(ids)


def _ids_of(model: type[Model]) -> Callable[[], Iterator[int]]:
    rows = model._default_manager.order_by("pk").values_list("pk", flat=True)
    return lambda: rows.all().iterator()


def _each(
    model: type[Model], postings_of: Callable[[Any], list[Posting]], *joined: str
) -> _Recompute:
    """Of a kind whose rows say alone what they post, together with what is joined."""

    def recompute(ids: Sequence[int]) -> Mapping[int, Sequence[Posting]]:
        rows = model._default_manager.filter(pk__in=ids)
        return {
            row.pk: postings_of(row) for row in (rows.select_related(*joined) if joined else rows)
        }

    return recompute


def stage_postings(ids: Sequence[int]) -> Mapping[int, Sequence[Posting]]:
    """What these changes of stage must have posted."""
    rows = OpportunityStage.objects.filter(pk__in=ids).select_related("opportunity", "after")
    later = OpportunityStage.objects.filter(
        Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), pk__gt=OuterRef("pk")),
        opportunity=OuterRef("opportunity"),
    )
    found = rows.annotate(is_last=~Exists(later))
    return {row.pk: postings.of_stage(row, is_last=row.is_last) for row in found}


def _order_postings(ids: Sequence[int]) -> Mapping[int, Sequence[Posting]]:
    rows = list(Order.objects.filter(pk__in=ids))
    return {
        fact.id: lines for fact, lines in postings.orders_of(rows) if fact.kind == postings.ORDER
    }


def _return_postings(ids: Sequence[int]) -> Mapping[int, Sequence[Posting]]:
    lines: dict[int, list[ReturnLine]] = {}
    for row in ReturnLine.objects.filter(back__in=ids).select_related("line").order_by("pk"):
        lines.setdefault(row.back_id, []).append(row)
    backs = Return.objects.filter(pk__in=ids).select_related("order")
    return {back.pk: postings.of_return(back, lines.get(back.pk, [])) for back in backs}
