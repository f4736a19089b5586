"""Printed documents (quotes, orders, letters): one template, shown as a print page or made a PDF.

A document extends `documents/base.html` and is looked at in three ways: `page` is the HTML that a
browser shows and prints, `pdf` the same as a PDF, `answer` chooses by `?print`.
Costs: see docs/adr/0022-documents.md.
"""

from .errors import NotAvailable, TooLong
from .page import answer
from .paper import is_available, pdf
from .parts import Party, Signature, Total

__all__ = [
    "NotAvailable",
    "Party",
    "Signature",
    "TooLong",
    "Total",
    "answer",
    "is_available",
    "pdf",
]
