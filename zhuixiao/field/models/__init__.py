"""Records of field sales."""

from .photos import Photo
from .visit_types import VisitType
from .visits import Visit, VisitAnswer, VisitPlan

__all__ = ["Photo", "Visit", "VisitAnswer", "VisitPlan", "VisitType"]
