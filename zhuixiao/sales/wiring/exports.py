"""What exports of lists add to files, notices, approvals and the audit log."""

from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts import labels, on_setup
from zhuixiao.approvals import subjects
from zhuixiao.customers.exporting.approving import FACTS, lines_of_any
from zhuixiao.customers.exporting.jobs import SWEPT
from zhuixiao.customers.queries.guarding import EXPORT_JOBS
from zhuixiao.files import access
from zhuixiao.notices import kinds

from ..exporting import approving, jobs, writing
from ..exporting.lists import KINDS


def register() -> None:
    """Called once, in AppConfig.ready()."""
    on_setup.register(approving.on_setup)
    access.register(jobs.FILE, jobs.is_own_and_fresh)
    SWEPT.add(jobs.FILE)
    EXPORT_JOBS.add(jobs.KIND)
    kinds.register(jobs.NOTICE, _("An export of orders or the like is ready"))
    subjects.register(
        subjects.Subject(
            key=approving.SUBJECT,
            label=approving.LABEL,
            apply=jobs.begin_approved,
            lines=lines_of_any,
            facts=FACTS,
            kinds=KINDS,
            icon="download",
        )
    )
    fields = {
        "what": _("Kind"),
        "filter": _("Selection"),
        "columns": _("Columns"),
        "rows": _("Rows"),
        "sha256": _("SHA-256 of the file"),
    }
    labels.register(writing.AUDITED, fields, label=approving.LABEL)
