"""Records of field sales."""

from .phone import Receipt
from .photos import Photo
from .visit_types import VisitType
from .visits import Visit, VisitAnswer, VisitPlan

__all__ = ["Photo", "Receipt", "Visit", "VisitAnswer", "VisitPlan", "VisitType"]
