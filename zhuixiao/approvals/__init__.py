"""Approvals: who must agree before something takes effect."""
