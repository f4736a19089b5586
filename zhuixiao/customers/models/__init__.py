from .batch import ImportBatch, ImportMapping, RejectedRow
from .bulk import BulkChange
from .contact import Contact
from .custom_field import CustomField
from .customer import Customer, CustomerQuerySet
from .history import OwnerSpan, StageChange
from .search import CustomerPhone, SearchIndex
from .view import View

__all__ = [
    "BulkChange",
    "Contact",
    "CustomField",
    "Customer",
    "CustomerPhone",
    "CustomerQuerySet",
    "ImportBatch",
    "ImportMapping",
    "OwnerSpan",
    "RejectedRow",
    "SearchIndex",
    "StageChange",
    "View",
]
