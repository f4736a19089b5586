"""Writing quotes: drafts, and what is offered in them."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.kit.errors import Conflict, Invalid, NotAllowed, RuleError
from zhuixiao.kit.text.normal import clean

from .. import postings
from ..choices import QuoteState
from ..models import Quote, QuoteLine
from . import numbering
from .lines import Counted, count
from .quote_values import NewQuote, check_words
from .values import check_links, checked_currency, checked_customer

__all__ = ["NewQuote", "delete", "draft", "edit"]


@transaction.atomic
def draft(*, by: Actor, new: NewQuote) -> Quote:
    """A new quote that nobody outside has seen. Raises NotAllowed, Invalid."""
    by.employee.access.check("orders", "create")
    quote = Quote(created_by=by.employee, created_at=by.at)
    counted = _fill(by=by, quote=quote, new=new)
    quote.number = clean(new.number) or _free_number(by)
    _save_named(quote)
    write_lines(quote, counted)
    log(by, "create", quote)
    return quote


@transaction.atomic
def edit(*, by: Actor, quote: Quote, new: NewQuote, version: int | None = None) -> Quote:
    """Write a draft anew. Raises NotAllowed, Invalid, Conflict, RuleError (it went out already).

    The number of a second version stays, whatever `new` says: it is the first one's.
    """
    by.employee.access.check("orders", "edit")
    held = locked(by, quote, version=version)
    _check_draft(held)
    before = {name: getattr(held, name) for name in LOGGED}
    counted = _fill(by=by, quote=held, new=new)
    if held.revision == 1:
        held.number = clean(new.number) or held.number
    held.version += 1
    _save_named(held)
    write_lines(held, counted)
    log(by, "edit", held, changes_since(before, held))
    return held


@transaction.atomic
def delete(*, by: Actor, quote: Quote) -> None:
    """Throw a draft away; the version before it stands again. Nothing of it went out, so only its
    line in the log stays. Raises NotAllowed, RuleError."""
    by.employee.access.check("orders", "edit")
    held = locked(by, quote)
    _check_draft(held)
    if held.orders.exists():
        raise RuleError(_("There is an order of this quote, so it has to stay."))
    former = Quote.objects.select_for_update(of=("self",)).filter(
        number=held.number, state=QuoteState.REPLACED, deleted_at=None
    )
    before = former.filter(revision__lt=held.revision).order_by("-revision").first()
    log(by, "delete", held)
    held.delete()
    if before is not None:
        before.state = QuoteState.DECLINED if before.decided_at else QuoteState.SENT
        before.version += 1
        before.save(update_fields=["state", "version"])
        log(by, "edit", before, {"state": (QuoteState.REPLACED.value, before.state)})


def locked(by: Actor, quote: Quote, *, version: int | None = None) -> Quote:
    """The quote as it is now, if the person may work on it; whoever changes it too waits.

    `version` is the one that the person saw. Raises NotAllowed, Conflict.
    """
    rows = Quote.objects.workable_by(by.employee).select_for_update(of=("self",))
    held: Quote | None = rows.select_related("customer", "owner").filter(pk=quote.pk).first()
    if held is None:
        raise NotAllowed
    if version is not None and version != held.version:
        both = {"version": {"base": version, "mine": version, "theirs": held.version}}
        raise Conflict(both, version=held.version)
    return held


def write_lines(quote: Quote, counted: Counted) -> None:
    """The lines of a new quote, or in place of the former ones of a draft."""
    quote.lines.all().delete()
    QuoteLine.objects.bulk_create(
        QuoteLine(quote=quote, **values, amount=total.amount, tax=total.tax)
        for values, total in zip(counted.rows, counted.sums, strict=True)
    )


# What the log tells of a change; the versions of a quote hold its lines.
LOGGED = (
    "number", "title", "customer_id", "contact_id", "opportunity_id", "owner_id", "quoted_on",
    "valid_until", "currency", "discount", "amount", "terms", "note",
)  # fmt: skip


def changes_since(before: Mapping[str, Any], quote: Quote) -> audit.Changes:
    """The logged fields in which a quote differs from what they were."""
    now = {name: getattr(quote, name) for name in before}
    return {name: (old, now[name]) for name, old in before.items() if old != now[name]}


def log(by: Actor, action: str, quote: Quote, changes: audit.Changes | None = None) -> None:
    audit.write(
        by=by,
        action=action,
        kind=postings.QUOTE,
        record_id=quote.pk,
        label=quote.number,
        changes=changes,
        version=quote.version,
    )


def _check_draft(quote: Quote) -> None:
    if quote.state != QuoteState.DRAFT:
        text = _("This quote went out as it is. Make a new version of it to change it.")
        raise RuleError(text, code="sent")


def _fill(*, by: Actor, quote: Quote, new: NewQuote) -> Counted:
    """Put what was typed on an unsaved or locked draft. Raises Invalid."""
    customer = checked_customer(by=by, customer_id=new.customer_id)
    check_words(new, today=by.today)
    currency, rate_e6 = checked_currency(new.currency, new.rate_e6)
    check_links(customer=customer, contact_id=new.contact_id, opportunity_id=new.opportunity_id)
    counted = count(new.lines, discount=new.discount, rate_e6=rate_e6, on=new.quoted_on)
    is_same = quote.customer_id == customer.pk and quote.owner_id is not None
    owner = new.owner or (quote.owner if is_same else customer.owner) or by.employee
    quote.customer, quote.owner, quote.department_id = customer, owner, owner.department_id
    quote.title = clean(new.title)
    quote.contact_id, quote.opportunity_id = new.contact_id, new.opportunity_id
    quote.quoted_on, quote.valid_until = new.quoted_on, new.valid_until
    quote.currency, quote.rate_e6, quote.discount = currency, rate_e6, new.discount
    quote.amount, quote.tax = counted.amount, counted.tax
    quote.terms = clean(new.terms, multiline=True)
    quote.note = clean(new.note, multiline=True)
    return counted


def _save_named(quote: Quote) -> None:
    """Save a draft. Raises Invalid where another quote has its number."""
    try:
        with transaction.atomic():
            quote.save()
    except IntegrityError as error:
        text = _("There is a quote %(number)s already.") % {"number": quote.number}
        if Quote.objects.filter(number=quote.number).exclude(pk=quote.pk).exists():
            raise Invalid({"number": text}) from error
        raise


def _free_number(by: Actor) -> str:
    """The next of the series that nobody has given by hand."""
    number = numbering.next_number(numbering.QUOTE, by.today)
    while Quote.objects.filter(number=number).exists():
        number = numbering.next_number(numbering.QUOTE, by.today)
    return number
