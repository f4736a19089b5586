from .assigning import AssignPause, AssignRule
from .batch import ImportBatch, ImportMapping, RejectedRow
from .bulk import BulkChange
from .collaborator import Collaborator, CollaboratorQuerySet
from .consent import Consent, ConsentQuerySet
from .contact import Contact
from .custom_field import CustomField
from .customer import Customer, CustomerQuerySet
from .duplicate import DuplicatePair, DuplicatePairQuerySet
from .guarding import Reading, ReadingAlert
from .history import OwnerSpan, StageChange
from .merge import Merge
from .pool import Cap, Pool, PoolView, RecycleRule, RecycleRun
from .registration import Registration, RegistrationQuerySet
from .search import CustomerPhone, SearchIndex
from .view import View

__all__ = [
    "AssignPause",
    "AssignRule",
    "BulkChange",
    "Cap",
    "Collaborator",
    "CollaboratorQuerySet",
    "Consent",
    "ConsentQuerySet",
    "Contact",
    "CustomField",
    "Customer",
    "CustomerPhone",
    "CustomerQuerySet",
    "DuplicatePair",
    "DuplicatePairQuerySet",
    "ImportBatch",
    "ImportMapping",
    "Merge",
    "OwnerSpan",
    "Pool",
    "PoolView",
    "Reading",
    "ReadingAlert",
    "RecycleRule",
    "RecycleRun",
    "Registration",
    "RegistrationQuerySet",
    "RejectedRow",
    "SearchIndex",
    "StageChange",
    "View",
]
