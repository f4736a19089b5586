"""How the ledger finds and recomputes the facts of customers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.models import Employee
from zhuixiao.ledger import facts, names, sources
from zhuixiao.ledger.actions import Posting
from zhuixiao.ledger.catalogue import Dimension
from zhuixiao.notices import kinds

from . import postings
from .models import Customer, OwnerSpan, StageChange

# What lines of a timeline or a report show, not everything about four joined records.
_SHOWN = ("name", "created_at", "channel__name", "owner__name", "added_by__name")
_SHOWN_CHANGE = (
    *(field.name for field in StageChange._meta.concrete_fields),
    "customer__name",
    "before__name",
    "after__name",
    "after__colour",
    "employee__name",
)

_SHOWN_SPAN = (
    "reason",
    "note",
    "customer__name",
    "owner__name",
    "before__name",
    "pool__name",
)


def register() -> None:
    """Called once, in AppConfig.ready()."""
    facts.register(
        facts.FactKind(
            id=1,
            key=postings.CUSTOMER,
            label=_("New customer"),
            load=_customers,
            template="customers/facts/customer.html",
            url=lambda row: f"/customers/{row.pk}/",
        )
    )
    facts.register(
        facts.FactKind(
            id=2,
            key=postings.STAGE_CHANGE,
            label=_("Stage change"),
            load=_stage_changes,
            template="customers/facts/stage_change.html",
            url=lambda row: f"/customers/{row.customer_id}/",
        )
    )
    facts.register(
        facts.FactKind(
            id=3,
            key=postings.OWNER_SPAN,
            label=_("Change of owner"),
            load=_owner_spans,
            template="customers/facts/owner_span.html",
            url=lambda row: f"/customers/{row.customer_id}/",
            icon="user-share",
        )
    )
    names.register(Dimension.CUSTOMER, _names)
    kinds.name_customers(_headings)
    sources.register(postings.CUSTOMER, ids=_customer_ids, postings_of=_customer_postings)
    sources.register(postings.STAGE_CHANGE, ids=_change_ids, postings_of=_change_postings)
    sources.register(postings.OWNER_SPAN, ids=_span_ids, postings_of=_span_postings)


def _customers(employee: Employee, ids: Sequence[int]) -> Mapping[int, object]:
    rows = Customer.objects.visible_to(employee).select_related("channel", "owner", "added_by")
    return rows.only(*_SHOWN).in_bulk(ids)


def _stage_changes(employee: Employee, ids: Sequence[int]) -> Mapping[int, object]:
    seen = _of_seen_customers(employee)
    # Joined, not `customer__in=visible`: SQLite would walk through all visible customers.
    rows = StageChange.objects.filter(seen, customer__deleted_at=None)
    rows = rows.select_related("customer", "before", "after", "employee")
    return rows.only(*_SHOWN_CHANGE).in_bulk(ids)


def _of_seen_customers(employee: Employee) -> Q:
    return employee.access.q(
        "customers",
        owner="customer__owner_id",
        department="customer__department_id",
        record="customer_id",
    )


def _owner_spans(employee: Employee, ids: Sequence[int]) -> Mapping[int, object]:
    seen = _of_seen_customers(employee)
    rows = OwnerSpan.objects.filter(seen, customer__deleted_at=None)
    rows = rows.select_related("customer", "owner", "before", "pool")
    return rows.only(*_SHOWN_SPAN).in_bulk(ids)


def _customer_ids() -> Iterator[int]:
    return Customer.objects.order_by("pk").values_list("pk", flat=True).iterator()


def _customer_postings(ids: Sequence[int]) -> Mapping[int, Sequence[Posting]]:
    return {row.pk: postings.of_customer(row) for row in Customer.objects.filter(pk__in=ids)}


def _change_ids() -> Iterator[int]:
    return StageChange.objects.order_by("pk").values_list("pk", flat=True).iterator()


def _change_postings(ids: Sequence[int]) -> Mapping[int, Sequence[Posting]]:
    rows = StageChange.objects.filter(pk__in=ids).select_related("customer")
    return {row.pk: postings.of_stage_change(row) for row in rows}


def _span_ids() -> Iterator[int]:
    rows = OwnerSpan.objects.filter(day__isnull=False).order_by("pk")
    return rows.values_list("pk", flat=True).iterator()


def _span_postings(ids: Sequence[int]) -> Mapping[int, Sequence[Posting]]:
    rows = OwnerSpan.objects.filter(pk__in=ids).select_related("customer")
    return {row.pk: postings.of_span(row) for row in rows}


def _names(reader: Employee, ids: Sequence[int]) -> Mapping[int, str]:
    """Only of customers that the reader may see, else an address would tell a name."""
    visible = Customer.objects.visible_to(reader).filter(pk__in=ids)
    return dict(visible.values_list("pk", "name"))


def _headings(reader: Employee, ids: Iterable[int]) -> Mapping[int, kinds.Heading]:
    """Over the notices about a customer stands its name, which opens it."""
    named = _names(reader, list(ids))
    return {pk: kinds.Heading(name, f"/customers/{pk}/") for pk, name in named.items()}
