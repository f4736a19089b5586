"""What the catalogue adds to the shell: links of the settings page."""

from django.utils.translation import gettext_lazy as _

from zhuixiao.kit.navigation import NavItem, register


def register_links() -> None:
    """Called once, in AppConfig.ready()."""
    rows = [
        ("lists", _("Pick lists"), "list-details", "catalog:lists"),
        ("channels", _("Source channels"), "route", "catalog:channels"),
        ("products", _("Products"), "package", "catalog:products"),
        ("regions", _("Regions"), "map-pin", "catalog:regions"),
    ]
    for order, (key, label, icon, url) in enumerate(rows, start=200):
        register(
            NavItem(
                f"catalog-{key}",
                label,
                icon,
                url,
                order,
                module="catalog",
                places=("settings",),
                group=_("Catalogue"),
            )
        )
