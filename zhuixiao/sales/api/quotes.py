"""Quotes over the API."""

from typing import Any

from django.http import Http404, HttpResponse
from ninja import Router, Status

from zhuixiao.accounts.bearer import api_actor, needs
from zhuixiao.accounts.guards import StaffRequest
from zhuixiao.kit import paging
from zhuixiao.kit.typed import Id

from ..actions import quote_mailing, quote_ordering, quote_states, quoting
from ..models import Quote
from ..queries import quote_page, quotes
from .order_schemas import OrderOut
from .orders import shown as shown_order
from .quote_schemas import (
    AgainIn,
    DeclineIn,
    LetterIn,
    MailedOut,
    QuoteChangeIn,
    QuoteIn,
    QuoteLineOut,
    QuoteOut,
    QuotesOut,
    QuoteVersionIn,
)

router = Router(tags=["quotes"])


@router.get("/quotes", response=QuotesOut)
@needs("orders", "view")
def index(
    request: StaffRequest,
    q: str = "",
    state: str = "",
    customer: Id | None = None,
    cursor: str = "",
    limit: int = paging.MOST_ROWS,
) -> dict[str, Any]:
    """Quotes whose number, title or customer holds `q`, the newest first; without lines. Without a
    `state` (also "expired") only the newest version of each."""
    asked = quotes.QuoteFilter(text=q[:100], state=state[:8])
    rows = quotes.listed(asked, reader=request.user, today=api_actor(request).today)
    rows = rows.prefetch_related("orders")
    if customer is not None:
        rows = rows.filter(customer=customer)
    found = paging.after(cursor, rows, by="-quoted_on", limit=limit)
    items = [_out(request, row, with_lines=False) for row in found.items]
    return {"items": items, "next": found.next}


@router.get("/quotes/{pk}", response=QuoteOut)
@needs("orders", "view")
def read(request: StaffRequest, pk: int) -> QuoteOut:
    """One version of a quote with its lines."""
    return _out(request, load(request, pk))


@router.post("/quotes", response={201: QuoteOut})
@needs("orders", "create")
def create(request: StaffRequest, data: QuoteIn) -> Status[QuoteOut]:
    """A new draft."""
    return Status(201, _out(request, quoting.draft(by=api_actor(request), new=data.new_quote())))


@router.patch("/quotes/{pk}", response=QuoteOut)
@needs("orders", "edit")
def change(request: StaffRequest, pk: int, data: QuoteChangeIn) -> QuoteOut:
    """Write a draft anew; what is left out stays."""
    quote = load(request, pk)
    held = quoting.edit(
        by=api_actor(request), quote=quote, new=data.new_quote(quote), version=data.version
    )
    return _out(request, held)


@router.delete("/quotes/{pk}", response={204: None})
@needs("orders", "edit")
def delete(request: StaffRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    quoting.delete(by=api_actor(request), quote=load(request, pk))
    return HttpResponse(status=204)


@router.post("/quotes/{pk}/sending", response=QuoteOut)
@needs("orders", "edit")
def send(request: StaffRequest, pk: int, data: QuoteVersionIn) -> QuoteOut:
    """Mark a draft as sent; it stays as it is from then on."""
    quote = load(request, pk)
    done = quote_states.send(by=api_actor(request), quote=quote, version=data.version)
    return _out(request, done)


@router.post("/quotes/{pk}/mail", response={202: MailedOut})
@needs("orders", "edit")
def mail(request: StaffRequest, pk: int, data: LetterIn) -> Status[dict[str, str]]:
    """Mail it with the PDF attached, in a job."""
    job = quote_mailing.ask(
        by=api_actor(request),
        quote=load(request, pk),
        letter=data.letter(),
        version=data.version,
    )
    return Status(202, {"job_id": str(job.pk)})


@router.post("/quotes/{pk}/version", response={201: QuoteOut})
@needs("orders", "create")
def revise(request: StaffRequest, pk: int) -> Status[QuoteOut]:
    """A new version, a draft with the same lines, which takes the place of this one."""
    newer = quote_states.revise(by=api_actor(request), quote=load(request, pk))
    return Status(201, _out(request, newer))


@router.post("/quotes/{pk}/acceptance", response=QuoteOut)
@needs("orders", "edit")
def accept(request: StaffRequest, pk: int) -> QuoteOut:
    """The customer wants it."""
    return _out(request, quote_states.accept(by=api_actor(request), quote=load(request, pk)))


@router.post("/quotes/{pk}/refusal", response=QuoteOut)
@needs("orders", "edit")
def decline(request: StaffRequest, pk: int, data: DeclineIn) -> QuoteOut:
    """The customer does not want it, and why."""
    quote = load(request, pk)
    done = quote_states.decline(by=api_actor(request), quote=quote, reason=data.reason)
    return _out(request, done)


@router.post("/quotes/{pk}/order", response={201: OrderOut})
@needs("orders", "create")
def order(request: StaffRequest, pk: int, data: AgainIn) -> Status[OrderOut]:
    """A draft order with its lines."""
    quote = load(request, pk)
    made = quote_ordering.order(by=api_actor(request), quote=quote, again=data.again)
    return Status(201, shown_order(request, made))


def load(request: StaffRequest, pk: int) -> Quote:
    """The quote, if the caller may see it."""
    quote = quote_page.quote_of(request.user, pk)
    if quote is None:
        raise Http404
    return quote


def _out(request: StaffRequest, quote: Quote, *, with_lines: bool = True) -> QuoteOut:
    own = {"is_expired", "order_ids", "lines"}
    values = {name: getattr(quote, name) for name in QuoteOut.model_fields if name not in own}
    lines = quote.lines.order_by("position") if with_lines else ()
    return QuoteOut(
        **values,
        is_expired=quote.is_expired(api_actor(request).today),
        order_ids=sorted(row.pk for row in quote.orders.all() if row.deleted_at is None),
        lines=[QuoteLineOut.model_validate(row, from_attributes=True) for row in lines],
    )
