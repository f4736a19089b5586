"""What leave adds to permissions, menu, ledger, audit log, phone and set-up."""

from django.utils.translation import pgettext_lazy

from zhuixiao.accounts import permissions
from zhuixiao.ledger import catalogue

from .. import attendance_metrics as metrics
from ..models.leave import MODULE


def register() -> None:
    """Called once, in AppConfig.ready()."""
    _register_permissions()
    catalogue.register(metrics.LEAVE)


def _register_permissions() -> None:
    own = ["view", "create"]
    permissions.register(
        permissions.Module(
            key=MODULE,
            label=pgettext_lazy("field", "Leave"),
            actions=["view", "create", "manage"],
            defaults={
                "boss": ("all", [*own, "manage"]),
                "admin": ("all", [*own, "manage"]),
                "manager": ("subtree", own),
                "sales": ("own", own),
                "marketing": ("own", own),
                "service": ("own", own),
                "finance": ("all", own),
            },
        )
    )
