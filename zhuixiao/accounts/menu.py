"""What the organisation adds to the shell: the links of the settings page."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from zhuixiao.kit.navigation import NavItem, register

ORGANISATION = _("Organisation")
# For those who manage people.
managed = partial(
    NavItem, module="accounts", action="manage", places=("settings",), group=ORGANISATION
)


def register_links() -> None:
    """Called once, in AppConfig.ready()."""
    items = [
        NavItem(
            "profile",
            _("My account"),
            icon="user",
            url_name="profile",
            order=10,
            places=("settings",),
            group=_("Personal"),
        ),
        managed(
            "company",
            _("Company"),
            icon="building-skyscraper",
            url_name="accounts:company",
            order=100,
        ),
        managed(
            "calendar",
            _("Working days"),
            icon="calendar",
            url_name="accounts:calendar",
            order=105,
        ),
        managed(
            "departments",
            _("Departments"),
            icon="sitemap",
            url_name="accounts:departments",
            order=110,
        ),
        managed(
            "employees", _("Employees"), icon="users", url_name="accounts:employees", order=120
        ),
        managed("groups", _("Groups"), icon="users-group", url_name="accounts:groups", order=130),
        managed(
            "roles",
            _("Roles and permissions"),
            icon="shield-lock",
            url_name="accounts:roles",
            order=140,
        ),
        NavItem(
            "audit",
            _("Audit log"),
            icon="history",
            url_name="accounts:audit",
            order=190,
            module="audit",
            places=("settings",),
            group=ORGANISATION,
        ),
    ]
    for item in items:
        register(item)
