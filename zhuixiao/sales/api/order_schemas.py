"""What the API takes and gives of orders and returns."""

from datetime import date
from typing import Annotated, Any

from ninja import Schema
from pydantic import AfterValidator, Field

from zhuixiao.kit.text.normal import clean
from zhuixiao.kit.typed import Id

from ..actions.lines import NewLine, retyped
from ..actions.return_lines import Back, NewReturn
from ..actions.values import NewOrder
from ..models import Order

Text = Annotated[str, AfterValidator(clean)]
# Wider than any rule: what is absurd the rules refuse in words, what no database holds ends here.
Number = Annotated[int, Field(ge=-(10**15), le=10**15)]


class OrderLineIn(Schema):
    """Quantity in thousandths, price per unit (tax included) in hundredths of a minor unit, rates
    in basis points. `line_id` is the line of a signed order that this one stays."""

    quantity: Number
    price: Number
    product_id: Id | None = None
    name: Text = ""
    unit: Text = ""
    discount_bp: Number = 0
    tax_bp: Number = 0
    note: Text = ""
    line_id: Id | None = None

    def new_line(self) -> NewLine:
        return NewLine(**self.dict())


class OrderIn(Schema):
    """Money in minor units of the order's currency; a foreign one needs its rate in millionths."""

    customer_id: Id
    lines: list[OrderLineIn]
    signed_on: date
    number: Text = ""
    title: Text = ""
    contact_id: Id | None = None
    opportunity_id: Id | None = None
    type_id: Id | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    delivery_on: date | None = None
    currency: Text = ""
    rate_e6: Number = 1_000_000
    discount: Number = 0
    terms: str = ""
    note: str = ""

    def new_order(self) -> NewOrder:
        values = self.dict(exclude={"lines"})
        return NewOrder(**values, lines=[row.new_line() for row in self.lines])


class OrderChangeIn(Schema):
    """What is left out stays as it is; `lines` replace all there are."""

    version: Annotated[int, Field(ge=0, lt=2**31)] | None = None
    reason: Text = ""
    customer_id: Id | None = None
    lines: list[OrderLineIn] | None = None
    signed_on: date | None = None
    number: Text | None = None
    title: Text | None = None
    contact_id: Id | None = None
    opportunity_id: Id | None = None
    type_id: Id | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    delivery_on: date | None = None
    currency: Text | None = None
    rate_e6: Number | None = None
    discount: Number | None = None
    terms: str | None = None
    note: str | None = None

    def new_order(self, held: Order) -> NewOrder:
        """The order as it would be; an explicit null empties what may be empty."""
        given = self.dict(exclude_unset=True, exclude={"version", "reason", "lines"})
        names = NewOrder.__dataclass_fields__.keys() - {"lines", "owner", "source_key"}
        values: dict[str, Any] = {name: getattr(held, name) for name in names}
        can_be_empty = {name for name in names if name.endswith(("_id", "_on"))}
        can_be_empty -= {"customer_id", "signed_on"}
        values |= {
            name: value
            for name, value in given.items()
            if value is not None or name in can_be_empty
        }
        if self.lines is None:
            lines = [
                retyped(row, line_id=row.pk if held.is_in_force else None)
                for row in held.lines.order_by("position")
            ]
        else:
            lines = [row.new_line() for row in self.lines]
        return NewOrder(**values, lines=lines)


class OrderLineOut(Schema):
    """As OrderLineIn; amounts in minor units, `base_amount` and `cost` in the company's currency,
    `cost` null for who may not know it; `returned` and `shipped` in thousandths."""

    id: int
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
    base_amount: int
    cost: int | None
    returned: int
    shipped: int
    note: str


class OrderOut(Schema):
    """`state`: draft, asked, signed, running, complete, void. `cost` and `margin` (the company's
    currency) are null for who may not know them. `waits_for` is the approval that is open."""

    id: int
    number: str
    title: str
    customer_id: int
    contact_id: int | None
    opportunity_id: int | None
    quote_id: int | None
    follows_id: int | None
    type_id: int | None
    owner_id: int
    department_id: int
    state: str
    signed_on: date
    starts_on: date | None
    ends_on: date | None
    delivery_on: date | None
    currency: str
    rate_e6: int
    discount: int
    amount: int
    tax: int
    base_amount: int
    cost: int | None
    margin: int | None
    returned: int
    paid: int
    invoiced: int
    owed: int
    terms: str
    note: str
    void_reason: str
    version: int
    waits_for: int | None
    lines: list[OrderLineOut]


class OrdersOut(Schema):
    items: list[OrderOut]
    next: str


class VersionIn(Schema):
    """The version that was read; another one in between is a conflict."""

    version: Annotated[int, Field(ge=0, lt=2**31)] | None = None


class ReasonIn(Schema):
    reason: Text


class StateIn(Schema):
    state: str


class CreditIn(Schema):
    owner_id: Id


class ReturnLineIn(Schema):
    """So much (thousandths) of a line."""

    line_id: Id
    quantity: Number


class ReturnIn(Schema):
    """`kind`: return, or exchange, which also makes a draft order of `instead` (without it: of the
    same goods)."""

    lines: list[ReturnLineIn]
    returned_on: date
    reason: Text
    kind: str = "return"
    instead: list[OrderLineIn] = []

    def new_return(self) -> NewReturn:
        return NewReturn(
            lines=[Back(row.line_id, row.quantity) for row in self.lines],
            returned_on=self.returned_on,
            reason=self.reason,
            kind=self.kind,
            instead=[row.new_line() for row in self.instead],
        )


class ReturnLineOut(Schema):
    line_id: int
    quantity: int
    amount: int


class ReturnOut(Schema):
    """`state`: asked, accepted, refused. Amounts in the order's currency."""

    id: int
    number: str
    order_id: int
    kind: str
    state: str
    returned_on: date
    reason: str
    amount: int
    version: int
    lines: list[ReturnLineOut]
