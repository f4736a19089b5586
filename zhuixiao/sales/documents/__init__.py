"""What selling prints: quotes, contract orders, delivery notes; no cost or margin in any."""

from .delivery import delivery_document
from .order import order_document
from .parts import Document
from .quote import quote_document

__all__ = ["Document", "delivery_document", "order_document", "quote_document"]
