"""Zhuixiao (追销 CRM): one ledger of selling, read four ways."""
