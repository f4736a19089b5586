"""What reports print: one report, and what was chosen in the review."""

from .report import report_document
from .review import review_document

__all__ = ["report_document", "review_document"]
