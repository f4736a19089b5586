"""Orders and returns in lower apps: approvals, merges, hand-over, action records, personal data."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db.models import Model, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhuixiao.accounts import holdings, labels, on_setup
from zhuixiao.accounts.models import Employee
from zhuixiao.activities import related
from zhuixiao.activities.related import RelatedRecord
from zhuixiao.approvals.models import Request
from zhuixiao.customers import attached, persons, ties
from zhuixiao.customers.persons import Person, Words
from zhuixiao.files import access as files
from zhuixiao.kit import navigation, panels
from zhuixiao.notices import kinds

from .. import approved, postings
from ..actions import moving, ordering, preferences, renewing
from ..choices import IN_FORCE
from ..metrics import ORDERS
from ..models import Order, OrderVersion, Quote, Return
from .words import amount

_MOST = 50


def register() -> None:
    """Called once, in AppConfig.ready()."""
    approved.register()
    on_setup.register(approved.on_setup)
    attached.register(
        attached.Attached(
            "quotes", pgettext_lazy("documents", "Quotes"), _ids(Quote), moving.move_quotes
        )
    )
    attached.register(
        attached.Attached(
            "orders", gettext_lazy("Contract orders"), _ids(Order), moving.move_orders
        )
    )
    ties.register(_ties)
    holdings.register(
        holdings.Holding(
            "order_drafts",
            gettext_lazy("Draft orders"),
            "file-text",
            60,
            moving.count_drafts(ordering.PAPERS),
            moving.hand_over_drafts(ordering.PAPERS),
        )
    )
    related.register(related.RelatedKind("order", gettext_lazy("Contract order"), _choices, _find))
    files.register(postings.ORDER, lambda employee, pk: _seen(employee).filter(pk=pk).exists())
    kinds.register(renewing.NOTICE, gettext_lazy("Contracts that end soon"))
    panels.register(
        "customer",
        panels.Panel(
            "orders",
            gettext_lazy("Contract orders"),
            "sales:customer-orders",
            30,
            "file-text",
            ORDERS,
        ),
    )
    navigation.register(
        navigation.NavItem(
            "order-settings",
            gettext_lazy("Contract orders"),
            "file-settings",
            "sales:order-settings",
            65,
            module=ORDERS,
            action="manage",
            places=("settings",),
            group=gettext_lazy("Sales"),
        )
    )
    _register_labels()
    _register_words()


def _register_labels() -> None:
    labels.register(
        postings.RETURN,
        {"amount": gettext_lazy("Amount"), "reason": gettext_lazy("Reason")},
        label=gettext_lazy("Return of goods"),
        value_names={"amount": amount},
        actions={
            "accept": pgettext_lazy("return", "Accepted"),
            "let_go": gettext_lazy("Refused"),
        },
    )
    labels.register(
        preferences.KIND,
        {
            "prefixes": gettext_lazy("Prefixes of numbers"),
            "tax_bp": gettext_lazy("Usual tax rate"),
            "wins": gettext_lazy("A signed order wins its customer"),
            "renewal_days": gettext_lazy("Days before the end of a contract"),
            "due_days": gettext_lazy("Days after which an order without a plan is due"),
            "closed_until": gettext_lazy("Closed up to"),
        },
        label=gettext_lazy("Settings of orders"),
    )


def _register_words() -> None:
    of_orders = Order.objects.all()
    for words in (
        Words(
            postings.ORDER,
            gettext_lazy("Contract orders"),
            Order,
            texts=("title", "terms", "note", "void_reason"),
            of=_of_customer,
            around=lambda pk: Q(customer=pk),
            facts={
                "number": pgettext_lazy("document", "Number"),
                "signed_on": gettext_lazy("Signed on"),
            },
            record=lambda row: (postings.ORDER, row.pk),
        ),
        Words(
            "order_version",
            gettext_lazy("Versions of orders"),
            OrderVersion,
            texts=("reason",),
            data=("content",),
            around=lambda pk: Q(order__customer=pk),
        ),
        Words(
            postings.RETURN,
            pgettext_lazy("documents", "Returns of goods"),
            Return,
            texts=("reason",),
            around=lambda pk: Q(order__customer=pk),
            record=lambda row: (postings.RETURN, row.pk),
        ),
        Words(
            "order_request",
            gettext_lazy("Approvals of orders"),
            Request,
            texts=("note",),
            data=("params", "payload"),
            around=lambda pk: Q(pk__in=of_orders.filter(customer=pk).values("request")),
        ),
    ):
        persons.register(words)


def _of_customer(person: Person) -> Q:
    if person.contact:
        return Q(contact=person.contact)
    return Q(customer=person.customer)


def _ids(model: type[Model]) -> Any:
    rows = model._default_manager.order_by("pk")
    return lambda customer: list(rows.filter(customer=customer).values_list("pk", flat=True))


def _ties(customer_ids: Collection[int]) -> Mapping[int, object]:
    """Customers with orders in force stay."""
    orders = Order.objects.filter(
        customer__in=customer_ids, state__in=IN_FORCE, deleted_at=None
    ).order_by("pk")
    text = _(
        "its order %(number)s is in force. Make the orders void first, or merge the customer with "
        "another one."
    )
    rows = orders.values_list("customer_id", "number")
    return {customer: text % {"number": number} for customer, number in rows}


def _seen(employee: Employee) -> Any:
    return Order.objects.visible_to(employee)


def _choices(employee: Employee, customer_id: int) -> Sequence[RelatedRecord]:
    rows = _seen(employee).filter(customer=customer_id).order_by("-signed_on", "-pk")
    return [_record(row) for row in rows[:_MOST]]


def _find(employee: Employee, pk: int) -> RelatedRecord | None:
    row = _seen(employee).filter(pk=pk).first()
    return _record(row) if row else None


def _record(row: Order) -> RelatedRecord:
    name = f"{row.number} {row.title}".strip()
    return RelatedRecord(row.pk, name, f"/orders/{row.pk}/")
