"""All that was agreed in an order, as the versions of it keep it."""

from datetime import date
from typing import Any

from .models import Order, OrderLine

HEAD = (
    "number", "title", "contact_id", "opportunity_id", "type_id", "signed_on", "starts_on",
    "ends_on", "delivery_on", "currency", "rate_e6", "discount", "amount", "tax", "base_amount",
    "cost", "terms", "note",
)  # fmt: skip
LINE = (
    "position", "product_id", "name", "unit", "quantity", "list_price", "price", "discount_bp",
    "tax_bp", "amount", "tax", "base_amount", "cost", "note",
)  # fmt: skip


def content(order: Order, lines: list[OrderLine]) -> dict[str, Any]:
    """All that was agreed, as JSON."""
    head = {name: _plain(getattr(order, name)) for name in HEAD}
    rows = [{"id": row.pk} | {name: getattr(row, name) for name in LINE} for row in lines]
    return head | {"lines": rows}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
