"""Links of the shell; one whose page does not exist is left out."""

from django.utils.translation import gettext_lazy as _

from zhuixiao.kit.navigation import NavItem, Place, register

from ..metrics import EXPENSES, OPPORTUNITIES, ORDERS, PAYMENTS


def register_links() -> None:
    """Called once, in AppConfig.ready()."""
    rail: tuple[Place, ...] = ("rail",)
    new: tuple[Place, ...] = ("new",)
    for key, label, icon, url, order, module, action, places, keys in (
        ("opportunities", _("Opportunities"), "target-arrow", "sales:opportunities", 51,
         OPPORTUNITIES, "view", rail, "g o"),
        ("orders", _("Orders and quotes"), "file-text", "sales:orders", 52,
         ORDERS, "view", rail, "g d"),
        ("payments", _("Payments and invoices"), "cash", "sales:payments", 53,
         PAYMENTS, "view", rail, "g p"),
        ("expenses", _("Expenses"), "wallet", "sales:expenses", 54,
         EXPENSES, "view", rail, "g e"),
        ("performance", _("Performance"), "chart-bar", "sales:performance", 55,
         ORDERS, "view", rail, "g m"),
        ("opportunity-new", _("Opportunity"), "target-arrow", "sales:opportunity-new", 50,
         OPPORTUNITIES, "create", new, ""),
        ("quote-new", _("Quote"), "file-description", "sales:quote-new", 52,
         ORDERS, "create", new, ""),
        ("order-new", _("Contract order"), "file-text", "sales:order-new", 54,
         ORDERS, "create", new, ""),
        ("payment-new", _("Payment"), "cash", "sales:payment-new", 56,
         PAYMENTS, "create", new, ""),
        ("expense-new", _("Expense"), "wallet", "sales:expense-new", 58,
         EXPENSES, "create", new, ""),
    ):  # fmt: skip
        register(NavItem(key, label, icon, url, order, module, action, places, keys))
