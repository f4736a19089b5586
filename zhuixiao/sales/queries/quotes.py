"""Quotes by filters, with what they come to."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce

from zhuixiao.accounts.models import Employee
from zhuixiao.kit.periods import Period

from .. import totals
from ..choices import QuoteState
from ..models import Quote
from ..models.quote import QuoteQuerySet

EXPIRED = "expired"
NEWEST = ("-quoted_on", "-pk")


@dataclass(frozen=True)
class QuoteFilter:
    """What a list asks for; None and "" mean any. `state` is one of QuoteState or EXPIRED; without
    one only the newest version of each quote is there."""

    state: str = ""
    person: Employee | None = None
    period: Period | None = None
    text: str = ""


@dataclass(frozen=True)
class Total:
    """How many, and their amount in minor units of the company's currency."""

    count: int = 0
    amount: int = 0


def listed(chosen: QuoteFilter, *, reader: Employee, today: date) -> QuoteQuerySet:
    """Those that fit and that the reader sees, newest first."""
    rows: QuoteQuerySet = Quote.objects.visible_to(reader)
    match chosen.state:
        case "":
            rows = rows.exclude(state=QuoteState.REPLACED)
        case "expired":
            rows = rows.filter(expired(today))
        case QuoteState.DRAFT | QuoteState.SENT:
            rows = rows.filter(state=chosen.state).exclude(expired(today))
        case _:
            rows = rows.filter(state=chosen.state)
    if chosen.person:
        rows = rows.filter(owner=chosen.person)
    if chosen.period:
        rows = rows.filter(quoted_on__range=(chosen.period.start, chosen.period.end))
    if text := chosen.text.strip():
        rows = rows.filter(
            Q(number__icontains=text) | Q(title__icontains=text) | Q(customer__name__icontains=text)
        )
    return rows.order_by(*NEWEST)


def expired(today: date) -> Q:
    """The condition that it is too late to accept a quote that waits; see Quote.is_expired."""
    waits = Q(state__in=[QuoteState.DRAFT, QuoteState.SENT])
    return waits & Q(valid_until__isnull=False, valid_until__lt=today)


def total(rows: QuoteQuerySet) -> Total:
    """What all of the rows come to, each at the rate that it holds."""
    count = amount = 0
    by_rate = rows.order_by().values_list("rate_e6")
    for rate, number, whole in by_rate.annotate(n=Count("pk"), m=Coalesce(Sum("amount"), 0)):
        count += number
        amount += totals.in_base(int(whole), rate)
    return Total(count, amount)
