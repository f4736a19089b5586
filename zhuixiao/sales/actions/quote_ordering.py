"""A quote becomes a contract order."""

from django.db import transaction
from django.utils.translation import gettext as _

from zhuixiao.accounts.audit import Actor
from zhuixiao.kit.errors import RuleError

from ..choices import QuoteState
from ..models import Order, Quote
from . import ordering, quote_states
from .quote_values import lines_of_quote
from .quoting import locked
from .values import NewOrder

ORDERED = "ordered"


@transaction.atomic
def order(*, by: Actor, quote: Quote, again: bool = False) -> Order:
    """A draft order with the lines, terms and rate of a quote, which is accepted by that.

    A second one only where `again` says so: raises RuleError (code "ordered") else. Raises
    NotAllowed, Invalid, RuleError.
    """
    by.employee.access.check("orders", "create")
    held = locked(by, quote)
    if held.state == QuoteState.DRAFT:
        raise RuleError(_("This quote did not go out yet. Send it, or mark it as sent, first."))
    if held.state == QuoteState.REPLACED:
        raise RuleError(_("There is a newer version of this quote. Go on with that one."))
    if held.state == QuoteState.DECLINED:
        text = _(
            "The customer declined this quote. Mark it as accepted first, or make a new version."
        )
        raise RuleError(text)
    made = quote_states.living_orders(held).order_by("pk").first()
    if made is not None and not again:
        text = _("There is an order of this quote already: %(number)s.")
        raise RuleError(text % {"number": made.number}, code=ORDERED)
    quote_states.take(by, held)
    return ordering.draft(
        by=by,
        new=NewOrder(
            customer_id=held.customer_id,
            lines=lines_of_quote(held),
            signed_on=by.today,
            owner=held.owner if held.owner.is_active else None,
            title=held.title,
            contact_id=held.contact_id,
            opportunity_id=held.opportunity_id,
            quote_id=held.pk,
            currency=held.currency,
            rate_e6=held.rate_e6,
            discount=held.discount,
            terms=held.terms,
        ),
    )
