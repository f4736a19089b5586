"""A row of a file in numbers and texts: what the table on the disk holds of it."""

from typing import NamedTuple


class OrderRow(NamedTuple):
    """A line. Days are ordinals (0 is none); quantity, price, amounts as in the lines of orders;
    None where the file says nothing. `total` is that of the whole order."""

    number: int
    key: str
    day: int
    is_back: int
    customer: str
    customer_key: str
    region: str
    industry: str
    sku: str
    product: str
    category: str
    unit: str
    quantity: int
    price: int | None
    amount: int | None
    total: int | None
    tax: int
    cost: int | None
    title: str
    owner: str
    currency: str
    rate: int
    starts: int
    ends: int
    note: str


class PaymentRow(NamedTuple):
    """`amount` is below zero where money went back; `is_named`: the key is the file's own."""

    number: int
    key: str
    day: int
    is_back: int
    customer: str
    customer_key: str
    is_named: int
    order_number: str
    amount: int
    method: str
    account: str
    owner: str
    currency: str
    rate: int
    note: str


class OpportunityRow(NamedTuple):
    """`day` is the one on which it was opened, 0 where the file does not say; `probability` is in
    basis points, None where it does not."""

    number: int
    key: str
    day: int
    is_back: int
    customer: str
    customer_key: str
    region: str
    industry: str
    name: str
    stage: str
    amount: int
    probability: int | None
    closed: int
    sku: str
    product: str
    quantity: int
    loss_reason: str
    next_step: str
    owner: str
    note: str


AnyRow = OrderRow | PaymentRow | OpportunityRow
