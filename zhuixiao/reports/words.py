"""The words of the audit log for what reports write there."""

from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts import labels

from . import postings
from .actions import naming, outlining, ruling
from .parts import Part


def register() -> None:
    """Called once, in AppConfig.ready()."""
    labels.register(
        postings.REPORT,
        {**{part.value: part.label for part in Part}, "points": _("Score")},
        label=_("Report"),
        actions={
            "submit": _("Submitted"),
            "score": _("Scored"),
            "comment": _("Commented"),
            "remove_comment": _("Removed a comment"),
        },
    )
    labels.register(
        ruling.KIND,
        {
            "day": _("Daily report"),
            "week": _("Weekly report"),
            "month": _("Monthly report"),
            "exempt": _("Need not write"),
            "is_scored": _("Scores"),
        },
        label=_("Rules of reports"),
    )
    labels.register(
        outlining.KIND,
        {"needs": _("Parts of a report"), "metrics": _("Figures")},
        label=_("Templates of reports"),
    )
    labels.register(naming.KIND, {}, label=_("Named readers"))
