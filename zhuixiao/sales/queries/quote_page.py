"""One quote as its page and the API show it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from zhuixiao.accounts.models import Employee

from ..choices import QuoteState
from ..models import Order, Quote


@dataclass(frozen=True)
class Offers:
    """What a person may do with a quote as it stands now."""

    edit: bool = False
    send: bool = False
    revise: bool = False
    accept: bool = False
    decline: bool = False
    order: bool = False


def quote_of(reader: Employee, pk: int) -> Quote | None:
    """The visible quote with what its page names."""
    rows = Quote.objects.visible_to(reader).select_related(
        "customer", "contact", "opportunity", "owner", "department", "created_by"
    )
    found: Quote | None = rows.filter(pk=pk).first()
    return found


def offers(reader: Employee, quote: Quote, *, today: date) -> Offers:
    """The actions check the same again."""
    access = reader.access
    if not Quote.objects.workable_by(reader).filter(pk=quote.pk).exists():
        return Offers()
    edits, creates = access.may("orders", "edit"), access.may("orders", "create")
    state, is_late = quote.state, quote.is_late(today)
    return Offers(
        edit=edits and state == QuoteState.DRAFT,
        send=edits and state in {QuoteState.DRAFT, QuoteState.SENT} and not is_late,
        revise=creates and state in {QuoteState.SENT, QuoteState.DECLINED},
        # A customer who declined may think again.
        accept=edits and state in {QuoteState.SENT, QuoteState.DECLINED} and not is_late,
        decline=edits and state in {QuoteState.SENT, QuoteState.ACCEPTED},
        order=creates
        and (state == QuoteState.ACCEPTED or (state == QuoteState.SENT and not is_late)),
    )


def orders_of(quote: Quote, reader: Employee) -> "QuerySet[Order]":
    """The orders that were made of it and that the reader sees."""
    return Order.objects.visible_to(reader).filter(quote=quote).order_by("pk")
