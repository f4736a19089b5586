"""What becomes of a quote: it goes out, is replaced by a better one, accepted or declined."""

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from zhuixiao.accounts.audit import Actor
from zhuixiao.kit.errors import Invalid, RuleError
from zhuixiao.kit.text.normal import clean
from zhuixiao.ledger.actions import post

from .. import closing, postings
from ..choices import OrderState, QuoteState
from ..models import Order, Quote, QuoteLine
from ..quote_settings import quote_settings
from .paperwork import credit
from .quote_values import LONGEST_TEXT
from .quoting import locked, log

_LONGEST_REASON = 500
# What a version takes over from the one before it.
_COPIED = (
    "number", "title", "contact_id", "opportunity_id", "currency", "rate_e6", "discount", "amount",
    "tax", "terms", "note",
)  # fmt: skip


@transaction.atomic
def send(*, by: Actor, quote: Quote, version: int | None = None) -> Quote:
    """It went to the customer, by mail or by hand: it counts, and never changes any more.

    Raises NotAllowed, Conflict, RuleError.
    """
    by.employee.access.check("orders", "edit")
    held = locked(by, quote, version=version)
    check_sendable(held, by=by)
    if held.state == QuoteState.DRAFT:
        _enter(by, "send", held, QuoteState.SENT)
    return held


def check_sendable(quote: Quote, *, by: Actor) -> None:
    """Raises RuleError for a quote that has run its course, that is out of date, or that would
    count on a day of a closed month."""
    if quote.state not in {QuoteState.DRAFT, QuoteState.SENT}:
        text = _("This quote is %(state)s. Make a new version of it to offer something else.")
        raise RuleError(text % {"state": quote.get_state_display()})
    if quote.is_expired(by.today):
        raise _expired(quote)
    if quote.state == QuoteState.DRAFT:
        closing.check_open(quote.quoted_on, field="quoted_on")


@transaction.atomic
def revise(*, by: Actor, quote: Quote) -> Quote:
    """A new version of what was sent or declined: a draft with its lines; the former is replaced
    and stays as it was. Raises NotAllowed, RuleError."""
    by.employee.access.check("orders", "create")
    held = locked(by, quote)
    if held.state == QuoteState.REPLACED:
        raise RuleError(_("There is a newer version of this quote. Go on with that one."))
    if held.state == QuoteState.DRAFT:
        raise RuleError(_("This quote is a draft still: simply edit it."))
    if held.state == QuoteState.ACCEPTED:
        text = _("This quote was accepted. Change its order, or mark it as declined first.")
        raise RuleError(text)
    lines = list(held.lines.order_by("position"))
    same = Quote.objects.filter(number=held.number)
    newer = Quote(
        **{name: getattr(held, name) for name in _COPIED},
        revision=(same.aggregate(last=Max("revision"))["last"] or 0) + 1,
        quoted_on=by.today,
        valid_until=quote_settings().until(by.today),
        created_by=by.employee,
        created_at=by.at,
    )
    credit(by, newer, held.customer, held.owner if held.owner.is_active else None)
    newer.save(force_insert=True)
    for row in lines:
        row.pk, row.quote = None, newer
    QuoteLine.objects.bulk_create(lines)
    before, held.state = held.state, QuoteState.REPLACED
    held.version += 1
    held.save(update_fields=["state", "version"])
    log(by, "replace", held, {"state": (before, held.state)})
    log(by, "create", newer)
    return newer


@transaction.atomic
def accept(*, by: Actor, quote: Quote) -> Quote:
    """The customer wants it so. Raises NotAllowed, RuleError."""
    by.employee.access.check("orders", "edit")
    held = locked(by, quote)
    take(by, held)
    return held


@transaction.atomic
def decline(*, by: Actor, quote: Quote, reason: str) -> Quote:
    """The customer does not want it; the reason goes into the note. Raises NotAllowed, Invalid,
    RuleError."""
    by.employee.access.check("orders", "edit")
    held = locked(by, quote)
    reason = clean(reason)
    if not reason:
        raise Invalid({"reason": _("Say why, so that the next quote is better.")})
    if len(reason) > _LONGEST_REASON:
        text = _("At most %(limit)d characters.") % {"limit": _LONGEST_REASON}
        raise Invalid({"reason": text})
    if held.state not in {QuoteState.SENT, QuoteState.ACCEPTED}:
        raise RuleError(_("Only a quote that went out can be declined."))
    if living_orders(held).exists():
        raise RuleError(_("There is an order of this quote. Make the order void first."))
    before, held.note = held.note, f"{held.note}\n{reason}".strip()[-LONGEST_TEXT:]
    held.decided_at = by.at
    _enter(by, "decline", held, QuoteState.DECLINED, note=(before, held.note))
    return held


def take(by: Actor, quote: Quote) -> None:
    """Mark a locked quote as accepted. Raises RuleError."""
    if quote.state == QuoteState.ACCEPTED:
        return
    if quote.state not in {QuoteState.SENT, QuoteState.DECLINED}:
        text = _("Only a quote that went out, in its newest version, can be accepted.")
        raise RuleError(text)
    if quote.is_late(by.today):
        raise _expired(quote)
    quote.decided_at = by.at
    _enter(by, "accept", quote, QuoteState.ACCEPTED)


def living_orders(quote: Quote) -> "QuerySet[Order]":
    """The orders that were made of it and are not void."""
    return quote.orders.filter(deleted_at=None).exclude(state=OrderState.VOID)


def _enter(
    by: Actor, action: str, quote: Quote, state: QuoteState, **changes: tuple[object, object]
) -> None:
    before, quote.state = quote.state, state
    if state == QuoteState.SENT:
        quote.sent_at = by.at
    quote.version += 1
    quote.save()
    post(fact=postings.fact(postings.QUOTE, quote), postings=postings.of_quote(quote))
    log(by, action, quote, {"state": (before, state.value), **changes})


def _expired(quote: Quote) -> RuleError:
    text = _("This quote was valid until %(day)s. Give it a later day, or make a new version.")
    return RuleError(
        text % {"day": date_format(quote.valid_until or quote.quoted_on)}, code="expired"
    )
