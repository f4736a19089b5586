"""Reading the organisation: people to choose from, the tree, the audit log."""

from .history import HistoryChange, HistoryRow, history

__all__ = ["HistoryChange", "HistoryRow", "history"]
