"""What exports add to files, notices and jobs (importing them registers them)."""

from django.utils.translation import gettext_lazy as _

from zhuixiao.approvals import subjects
from zhuixiao.files import access
from zhuixiao.notices import kinds

from .. import keeping
from . import approving, delivering, jobs
from .making import KIND


def register() -> None:
    """Called once, in AppConfig.ready()."""
    access.register(KIND, jobs.is_own_and_fresh)
    keeping.register(
        keeping.Keep(
            delivering.KEPT,
            _("Files of exports"),
            _("So long they can be fetched; each hour the older ones go."),
            60,
            days=1,
            least=1,
            forever=False,
        )
    )
    kinds.register(jobs.NOTICE, _("An export is ready"))
    subjects.register(
        subjects.Subject(
            key=approving.SUBJECT,
            label=approving.LABEL,
            apply=jobs.begin_approved,
            lines=approving.lines,
            facts=approving.FACTS,
            kinds=approving.KINDS,
            icon="download",
        )
    )
