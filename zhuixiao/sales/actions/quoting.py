"""Writing quotes: drafts, and what is offered in them."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhuixiao.accounts.audit import Actor
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.text.normal import clean

from .. import postings
from ..choices import QuoteState
from ..models import Quote, QuoteLine
from . import numbering
from .lines import Counted, count
from .paperwork import Paperwork, credit
from .quote_values import NewQuote, check_words
from .values import check_links, checked_currency, checked_customer

__all__ = ["NewQuote", "delete", "draft", "edit"]

# What the log tells of a change; the versions of a quote hold its lines.
_LOGGED = (
    "number", "title", "customer_id", "contact_id", "opportunity_id", "owner_id", "quoted_on",
    "valid_until", "currency", "discount", "amount", "terms", "note",
)  # fmt: skip
PAPERS = Paperwork(
    Quote,
    postings.QUOTE,
    numbering.QUOTE,
    _LOGGED,
    gettext_lazy("There is a quote %(number)s already."),
)
locked, log = PAPERS.locked, PAPERS.log


@transaction.atomic
def draft(*, by: Actor, new: NewQuote) -> Quote:
    """A new quote that nobody outside has seen. Raises NotAllowed, Invalid."""
    by.employee.access.check("orders", "create")
    quote = Quote(created_by=by.employee, created_at=by.at)
    counted = _fill(by=by, quote=quote, new=new)
    quote.number = clean(new.number) or PAPERS.free_number(by)
    PAPERS.save_named(quote)
    _write_lines(quote, counted)
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
    before = PAPERS.logged_values(held)
    counted = _fill(by=by, quote=held, new=new)
    if held.revision == 1:
        held.number = clean(new.number) or held.number
    held.version += 1
    PAPERS.save_named(held)
    held.lines.all().delete()
    _write_lines(held, counted)
    log(by, "edit", held, PAPERS.changes_since(before, held))
    return held


@transaction.atomic
def delete(*, by: Actor, quote: Quote) -> None:
    """Throw a draft away; the version before it stands again. Nothing of it went out, so only its
    line in the log stays. Raises NotAllowed, RuleError."""
    by.employee.access.check("orders", "edit")
    held = locked(by, quote)
    _check_draft(held)
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
    credit(by, quote, customer, new.owner)
    quote.title = clean(new.title)
    quote.contact_id, quote.opportunity_id = new.contact_id, new.opportunity_id
    quote.quoted_on, quote.valid_until = new.quoted_on, new.valid_until
    quote.currency, quote.rate_e6, quote.discount = currency, rate_e6, new.discount
    quote.amount, quote.tax = counted.amount, counted.tax
    quote.terms = clean(new.terms, multiline=True)
    quote.note = clean(new.note, multiline=True)
    return counted


def _write_lines(quote: Quote, counted: Counted) -> None:
    only_of_orders = {"base_amount", "cost"}
    QuoteLine.objects.bulk_create(
        QuoteLine(quote=quote, **{name: row[name] for name in row.keys() - only_of_orders})
        for row in counted.columns
    )
