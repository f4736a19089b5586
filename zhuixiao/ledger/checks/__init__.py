"""Proving that rollups, entries and facts agree, and making the ledger anew."""

from .differences import Difference
from .rebuilding import rebuild
from .verifying import verify

__all__ = ["Difference", "rebuild", "verify"]
