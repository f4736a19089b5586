"""What the API takes and gives of quotes."""

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field

from zhuixiao.kit.typed import Id

from ..actions.quote_mailing import Letter
from ..actions.quote_values import NewQuote, lines_of_quote
from ..models import Quote
from .order_schemas import Number, OrderLineIn, Text


class QuoteIn(Schema):
    """Money in minor units of the quote's currency; a foreign one needs its rate in millionths."""

    customer_id: Id
    lines: list[OrderLineIn]
    quoted_on: date
    valid_until: date | None = None
    number: Text = ""
    title: Text = ""
    contact_id: Id | None = None
    opportunity_id: Id | None = None
    currency: Text = ""
    rate_e6: Number = 1_000_000
    discount: Number = 0
    terms: str = ""
    note: str = ""

    def new_quote(self) -> NewQuote:
        values = self.dict(exclude={"lines"})
        return NewQuote(**values, lines=[row.new_line() for row in self.lines])


class QuoteChangeIn(Schema):
    """What is left out stays as it is; `lines` replace all there are."""

    version: Annotated[int, Field(ge=0, lt=2**31)] | None = None
    customer_id: Id | None = None
    lines: list[OrderLineIn] | None = None
    quoted_on: date | None = None
    valid_until: date | None = None
    number: Text | None = None
    title: Text | None = None
    contact_id: Id | None = None
    opportunity_id: Id | None = None
    currency: Text | None = None
    rate_e6: Number | None = None
    discount: Number | None = None
    terms: str | None = None
    note: str | None = None

    def new_quote(self, held: Quote) -> NewQuote:
        """The quote as it would be; an explicit null empties what may be empty."""
        given = self.dict(exclude_unset=True, exclude={"version", "lines"})
        names = NewQuote.__dataclass_fields__.keys() - {"lines", "owner"}
        values: dict[str, Any] = {name: getattr(held, name) for name in names}
        can_be_empty = {"contact_id", "opportunity_id", "valid_until"}
        values |= {
            name: value
            for name, value in given.items()
            if value is not None or name in can_be_empty
        }
        if self.lines is None:
            return NewQuote(**values, lines=lines_of_quote(held))
        return NewQuote(**values, lines=[row.new_line() for row in self.lines])


class QuoteLineOut(Schema):
    """As OrderLineIn; `amount` and `tax` in minor units of the quote's currency."""

    position: int
    product_id: int | None
    name: str
    unit: str
    quantity: int
    list_price: int
    price: int
    discount_bp: int
    tax_bp: int
    amount: int
    tax: int
    note: str


class QuoteOut(Schema):
    """`revision` counts the versions of a number; `is_expired` says that it is too late to accept
    it, `order_ids` which orders were made of it."""

    id: int
    number: str
    revision: int
    title: str
    customer_id: int
    contact_id: int | None
    opportunity_id: int | None
    owner_id: int
    state: str
    is_expired: bool
    quoted_on: date
    valid_until: date | None
    currency: str
    rate_e6: int
    discount: int
    amount: int
    tax: int
    terms: str
    note: str
    sent_at: datetime | None
    decided_at: datetime | None
    order_ids: list[int] = []
    lines: list[QuoteLineOut] = []
    version: int


class QuotesOut(Schema):
    items: list[QuoteOut]
    next: str


class QuoteVersionIn(Schema):
    version: Annotated[int, Field(ge=0, lt=2**31)] | None = None


class DeclineIn(Schema):
    reason: Text


class AgainIn(Schema):
    """`again` makes a second order of a quote that has one."""

    again: bool = False


class LetterIn(Schema):
    """`to` holds the addresses, separated by commas; `language` is that of the document."""

    to: Annotated[str, Field(max_length=2_000)]
    subject: Text
    text: str = ""
    language: Annotated[str, Field(pattern="^(zh-hans|en)$")] = "zh-hans"
    copy_to_me: bool = False
    version: Annotated[int, Field(ge=0, lt=2**31)] | None = None

    def letter(self) -> Letter:
        return Letter(
            subject=self.subject,
            text=self.text,
            language=self.language,
            to=self.to,
            copy=self.copy_to_me,
        )


class MailedOut(Schema):
    job_id: str
