from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CustomersConfig(AppConfig):
    name = "zhuixiao.customers"
    label = "customers"
    verbose_name = _("Customers")

    def ready(self) -> None:
        from zhuixiao.accounts import permissions  # noqa: PLC0415  (apps are ready only here)
        from zhuixiao.ledger import catalogue  # noqa: PLC0415

        from . import metrics, sources, uses  # noqa: PLC0415
        from .importing import registering as importing  # noqa: PLC0415

        catalogue.register(*metrics.ALL)
        sources.register()
        uses.register()
        importing.register()
        work = ["view", "create", "edit"]
        permissions.register(
            permissions.Module(
                key="customers",
                label=_("Customers"),
                actions=[
                    "view",
                    "create",
                    "edit",
                    "delete",
                    "import",
                    "export",
                    "assign",
                    "manage",
                ],
                fields={"customers.phone": _("Phone numbers")},
                defaults={
                    "boss": ("all", [*work, "delete", "import", "export", "assign", "manage"]),
                    "admin": ("all", [*work, "delete", "import", "export", "assign", "manage"]),
                    "manager": ("subtree", [*work, "delete", "import", "export", "assign"]),
                    "sales": ("own", work),
                    "marketing": ("all", [*work, "import"]),
                    "service": ("all", ["view", "edit"]),
                    "finance": ("all", ["view"]),
                },
                field_defaults={
                    "customers.phone": {"marketing": "masked", "finance": "masked"},
                },
            )
        )
