from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CustomersConfig(AppConfig):
    name = "zhuixiao.customers"
    label = "customers"
    verbose_name = _("Customers")

    def ready(self) -> None:
        from zhuixiao.accounts import holdings, on_setup, permissions, sharing  # noqa: PLC0415  (apps are ready only here)
        from zhuixiao.kit import navigation  # noqa: PLC0415
        from zhuixiao.ledger import catalogue  # noqa: PLC0415

        from . import (  # noqa: PLC0415
            approved,
            attached,
            bulk_builtin,
            held,
            metrics,
            recycling,
            sources,
            uses,
            words,
        )
        from .actions import attaching, handing_over  # noqa: PLC0415
        from .exporting import registering as exporting  # noqa: PLC0415
        from .importing import registering as importing  # noqa: PLC0415
        from .queries import collaborators  # noqa: PLC0415
        from .tasks import bulk, custom_fields, duplicates, guarding, keeping  # noqa: F401, PLC0415  (their jobs register themselves)

        catalogue.register(*metrics.ALL)
        bulk_builtin.register()
        approved.register()
        on_setup.register(approved.on_setup)
        sources.register()
        held.register()
        keeping.register()
        uses.register()
        for kind_of in (
            attached.Attached(
                "contacts", _("Contacts"), attaching.contact_ids, attaching.move_contacts
            ),
            attached.Attached(
                "collaborators",
                _("Collaborators"),
                attaching.collaborator_ids,
                attaching.move_collaborators,
            ),
            attached.Attached(
                "registrations",
                _("Reported customers"),
                attaching.registration_ids,
                attaching.move_registrations,
            ),
            attached.Attached("files", _("Files"), attaching.file_ids, attaching.move_files),
            attached.Attached(
                "consents", _("Consents"), attaching.consent_ids, attaching.move_consents
            ),
        ):
            attached.register(kind_of)
        sharing.register("customers", collaborators.shared_with)
        holdings.register(
            holdings.Holding(
                "customers",
                _("Customers"),
                "building",
                10,
                handing_over.count_customers,
                handing_over.hand_over_customers,
                handing_over.RULES,
            )
        )
        holdings.register(
            holdings.Holding(
                "views",
                _("Shared views"),
                "table",
                60,
                handing_over.count_views,
                handing_over.hand_over_views,
            )
        )
        for kind in (recycling.RECEIVED, recycling.CONTACT, recycling.UNSOLD):
            recycling.register(kind)
        words.register()
        importing.register()
        exporting.register()
        work = ["view", "create", "edit", "claim"]
        lead = ["delete", "import", "export", "assign"]
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
                    "claim",
                    "report",
                    "manage",
                ],
                fields={"customers.phone": _("Phones, mail addresses, WeChat")},
                defaults={
                    "boss": ("all", [*work, *lead, "report", "manage"]),
                    "admin": ("all", [*work, *lead, "report", "manage"]),
                    "manager": ("subtree", [*work, *lead]),
                    "sales": ("own", work),
                    "marketing": ("all", [*work, "import"]),
                    "service": ("all", ["view", "edit", "claim"]),
                    "finance": ("all", ["view"]),
                },
                field_defaults={
                    "customers.phone": {"marketing": "masked", "finance": "masked"},
                },
            )
        )
        navigation.register(
            navigation.NavItem(
                "customers",
                _("Customers"),
                "building",
                "customers:table",
                20,
                module="customers",
                places=("rail", "phone"),
                keys="g c",
            )
        )
        navigation.register(
            navigation.NavItem(
                "pools",
                _("Pool"),
                "lifebuoy",
                "customers:pools",
                25,
                module="customers",
                action="claim",
                keys="g o",
            )
        )
        navigation.register(
            navigation.NavItem(
                "registrations",
                _("Reported customers"),
                "flag",
                "customers:registrations",
                27,
                module="customers",
                action="report",
            )
        )
        navigation.register(
            navigation.NavItem(
                "pool-settings",
                _("Pools and rules"),
                "recycle",
                "customers:pool-settings",
                61,
                module="customers",
                action="manage",
                places=("settings",),
                group=_("Sales"),
            )
        )
        navigation.register(
            navigation.NavItem(
                "assigning",
                _("Assignment rules"),
                "arrows-split",
                "customers:assigning",
                62,
                module="customers",
                action="manage",
                places=("settings",),
                group=_("Sales"),
            )
        )
        navigation.register(
            navigation.NavItem(
                "duplicates",
                _("Duplicates"),
                "copy",
                "customers:duplicates",
                63,
                module="customers",
                action="delete",
                places=("settings",),
                group=_("Sales"),
            )
        )
        navigation.register(
            navigation.NavItem(
                "keeping",
                _("Personal data"),
                "user-shield",
                "customers:keeping",
                146,
                module="customers",
                action="manage",
                places=("settings",),
                group=_("Organisation"),
            )
        )
        navigation.register(
            navigation.NavItem(
                "guarding",
                _("Guarding the list"),
                "shield-lock",
                "customers:guarding",
                145,
                module="customers",
                action="manage",
                places=("settings",),
                group=_("Organisation"),
            )
        )
        navigation.register(
            navigation.NavItem(
                "customer-new",
                _("New customer"),
                "building-plus",
                "customers:new",
                20,
                module="customers",
                action="create",
                places=("new",),
            )
        )
        navigation.register(
            navigation.NavItem(
                "customer-fields",
                _("Customer fields"),
                "forms",
                "customers:fields",
                220,
                module="customers",
                action="manage",
                places=("settings",),
                group=_("Catalogue"),
            )
        )
