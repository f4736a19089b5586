"""Records of selling."""

from .bought import Bought
from .dunning import Dunning
from .expense import Expense, ExpenseClaim
from .invoice import Invoice, InvoiceTitle
from .opportunity import Opportunity, OpportunityLine, OpportunityStage, StageRule
from .order import Order, OrderLine, OrderVersion
from .payment import Allocation, Payment, PaymentPlan
from .quote import Quote, QuoteLine
from .returned import Return, ReturnLine
from .series import Series
from .shipment import Shipment, ShipmentLine
from .target import Target

__all__ = [
    "Allocation",
    "Bought",
    "Dunning",
    "Expense",
    "ExpenseClaim",
    "Invoice",
    "InvoiceTitle",
    "Opportunity",
    "OpportunityLine",
    "OpportunityStage",
    "Order",
    "OrderLine",
    "OrderVersion",
    "Payment",
    "PaymentPlan",
    "Quote",
    "QuoteLine",
    "Return",
    "ReturnLine",
    "Series",
    "Shipment",
    "ShipmentLine",
    "StageRule",
    "Target",
]
