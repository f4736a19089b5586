"""What summary tables add to permissions, navigation, sharing, files, notices and approvals."""

from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts import on_setup, permissions, sharing
from zhuixiao.approvals import subjects
from zhuixiao.customers.exporting.approving import FACTS, lines_of_any
from zhuixiao.customers.exporting.jobs import SWEPT
from zhuixiao.customers.queries.guarding import EXPORT_JOBS
from zhuixiao.files import access
from zhuixiao.kit import navigation
from zhuixiao.notices import kinds

from . import subscribed, words
from .actions.sharing import NOTICE
from .exporting import approving, jobs
from .queries.shared import shared_with


def register() -> None:
    """Called once, in AppConfig.ready()."""
    words.register()
    subscribed.register()
    sharing.register("analytics", shared_with)
    _permissions()
    _exports()
    kinds.register(NOTICE, _("A summary table was shared with you"))
    navigation.register(
        navigation.NavItem(
            "summary-tables",
            _("Summary tables"),
            "table",
            "analytics:index",
            62,
            module="analytics",
            places=("rail",),
            keys="g s",
        )
    )


def _permissions() -> None:
    reads = ["view", "create"]
    leads = [*reads, "share", "export"]
    permissions.register(
        permissions.Module(
            key="analytics",
            label=_("Summary tables"),
            actions=["view", "create", "share", "export"],
            # A table has no owner's numbers in it: each reader sees those of his own scopes.
            has_scope=False,
            defaults={
                "boss": ("all", leads),
                "admin": ("all", reads),
                "manager": ("all", leads),
                "sales": ("all", reads),
                "marketing": ("all", reads),
                "service": ("all", ["view"]),
                "finance": ("all", leads),
            },
        )
    )


def _exports() -> None:
    on_setup.register(approving.on_setup)
    access.register(jobs.FILE, jobs.is_own_and_fresh)
    SWEPT.add(jobs.FILE)
    EXPORT_JOBS.add(jobs.KIND)
    kinds.register(jobs.NOTICE, _("An export of a summary table is ready"))
    subjects.register(
        subjects.Subject(
            key=approving.SUBJECT,
            label=approving.LABEL,
            apply=jobs.begin_approved,
            lines=lines_of_any,
            facts=FACTS,
            icon="download",
        )
    )
