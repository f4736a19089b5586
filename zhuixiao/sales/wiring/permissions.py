"""The modules of the permission matrix."""

from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts import permissions

from ..metrics import EXPENSES, OPPORTUNITIES, ORDERS, PAYMENTS

_WORK = ["view", "create", "edit", "delete", "export", "import"]
_SELL = ["view", "create", "edit"]


def register() -> None:
    """Called once, in AppConfig.ready()."""
    everything = ("all", [*_WORK, "manage"])
    permissions.register(
        permissions.Module(
            key=OPPORTUNITIES,
            label=_("Opportunities"),
            actions=[*_WORK, "manage"],
            defaults={
                "boss": everything,
                "admin": everything,
                "manager": ("subtree", _WORK),
                "sales": ("own", [*_SELL, "delete"]),
                "marketing": ("all", ["view"]),
                "finance": ("all", ["view"]),
            },
        )
    )
    permissions.register(
        permissions.Module(
            key=ORDERS,
            label=_("Quotes and orders"),
            actions=[*_WORK, "manage"],
            defaults={
                "boss": everything,
                "admin": everything,
                "finance": everything,
                "manager": ("subtree", _WORK),
                "sales": ("own", _SELL),
                "service": ("all", ["view"]),
                "marketing": ("all", ["view"]),
            },
        )
    )
    permissions.register(
        permissions.Module(
            key=PAYMENTS,
            label=_("Payments and invoices"),
            actions=[*_WORK, "manage"],
            defaults={
                "boss": everything,
                "admin": everything,
                "finance": everything,
                "manager": ("subtree", ["view", "export"]),
                "sales": ("own", ["view", "create"]),
            },
        )
    )
    permissions.register(
        permissions.Module(
            key=EXPENSES,
            label=_("Expenses"),
            actions=[*_WORK, "manage"],
            defaults={
                "boss": everything,
                "admin": everything,
                "finance": everything,
                "manager": ("subtree", [*_SELL, "delete", "export"]),
                "sales": ("own", [*_SELL, "delete"]),
                "marketing": ("own", [*_SELL, "delete"]),
                "service": ("own", [*_SELL, "delete"]),
            },
        )
    )
