"""What people see of the pools: the list, and one customer before it is claimed."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from zhuixiao.accounts.choices import FieldAccess
from zhuixiao.accounts.models import Employee

from ..fields import REACH, STANDARD, Field, Kind
from ..models import Contact, Customer, CustomerQuerySet, OwnerSpan, Pool
from . import search
from .facts import Shown, of_customer
from .shown import MASKS

# What is seen before claiming where the pool says nothing: enough to choose, not to walk away with.
DEFAULT = ("importance", "stage", "region", "industry", "contact_count", "last_contact")
# Who had it and what it is called stand there anyway; a pool never shows these before claiming.
_NEVER = {
    "name",
    "owner",
    "days_left",
    "received_at",
    "protected_until",
    "added_by",
    "contacts",
    "yearly_spend",
}

# Values of other tables, which a list would have to look up row by row, and long texts.
_TOO_MUCH = {Kind.OPTIONS, Kind.PRODUCTS, Kind.EMPLOYEES, Kind.LONG_TEXT}


@dataclass(frozen=True)
class Wish:
    """What the list is asked for; "" and None ask for nothing."""

    q: str = ""
    importance: int | None = None
    stage: int | None = None
    order: str = ""


ORDERS = {
    "": ("-pooled_at", "-pk"),
    "oldest": ("pooled_at", "pk"),
    "contacts": ("-contact_count", "-pk"),
}


def choosable() -> list[Field]:
    """The columns that a pool may show before claiming; nothing of what was sold."""
    return [
        field
        for field in STANDARD
        if field.key not in _NEVER and field.kind not in _TOO_MUCH and not field.module
    ]


def columns(pool: Pool) -> list[Field]:
    """The columns of a pool's list, in the order of the catalogue."""
    keys = set(pool.shown or DEFAULT)
    return [field for field in choosable() if field.key in keys]


def rows(pool: Pool, wish: Wish, *, reader: Employee) -> CustomerQuerySet:
    """The customers that wait in a pool, the last arrived first."""
    found = Customer.objects.filter(pool=pool, deleted_at=None)
    if wish.q.strip():
        reach = _reach(pool, reader)
        found = found.filter(search.matching(wish.q, reader=reader, reach=reach))
    if wish.importance:
        found = found.filter(importance=wish.importance)
    if wish.stage:
        found = found.filter(stage=wish.stage)
    order = ORDERS.get(wish.order, ORDERS[""])
    joined = ("importance", "stage", "region", "industry", "channel", "department")
    return found.select_related(*joined).order_by(*order)


def facts(customer: Customer, pool: Pool, *, reader: Employee) -> list[Shown]:
    """What the pool shows of one customer, masked as the pool and the role say."""
    found = of_customer(customer, fields=columns(pool), access=reader.access, but=())
    return [_masked(one) if pool.masks_phones else one for one in found]


def listed(customer: Customer, pool: Pool, *, reader: Employee) -> list[Shown]:
    """The same in a list, where phones and mail addresses are masked whatever the pool says."""
    return [_masked(one) for one in facts(customer, pool, reader=reader)]


def contact_names(customer: Customer) -> list[str]:
    """Whom one would ask for, without how to reach them."""
    people = Contact.objects.filter(customer=customer, deleted_at=None)
    return list(people.order_by("position", "pk").values_list("name", flat=True)[:5])


def counts(pools: Sequence[Pool]) -> dict[int, int]:
    """How many customers wait in each pool."""
    found = Customer.objects.filter(pool__in=pools, deleted_at=None).order_by("pool")
    return dict(found.values("pool").annotate(n=Count("pk")).values_list("pool", "n"))


def arrivals(customers: Sequence[Customer]) -> dict[int, OwnerSpan]:
    """By customer: the span that brought it here, with who had it before."""
    spans = OwnerSpan.objects.filter(customer__in=customers, until=None).select_related("before")
    return {span.customer_id: span for span in spans}


def _reach(pool: Pool, reader: Employee) -> FieldAccess:
    """What the pool lets the reader see of phones: searching must not tell more."""
    granted = reader.access.field(REACH)
    if granted == FieldAccess.HIDDEN or all(one.key != "phone" for one in columns(pool)):
        return FieldAccess.HIDDEN
    return FieldAccess.MASKED if pool.masks_phones else granted


def _masked(one: Shown) -> Shown:
    masking = MASKS.get(one.field.kind)
    if masking is None or not one.value or one.is_masked:
        return one
    text = masking(str(one.value))
    return Shown(one.field, text, is_editable=False, is_masked=True)
