"""The messages of reports that people may subscribe to."""

from django.utils.translation import gettext_lazy as _

from zhuixiao.kit.periods import PeriodKind
from zhuixiao.notices import sources

from .queries import brief, digest

DIGEST, BRIEF = "reports.digest", "reports.brief"


def register() -> None:
    """Called once, in AppConfig.ready()."""
    sources.register(
        sources.Source(
            key=BRIEF,
            label=_("Morning brief"),
            permission=("reports", "view"),
            compose=brief.compose,
            whole=_("All that I may see"),
            periods=(PeriodKind.DAY,),
        )
    )
    sources.register(
        sources.Source(
            key=DIGEST,
            label=_("Digest of reports"),
            permission=("reports", "view"),
            compose=digest.compose,
            subjects=digest.subjects,
            whole=_("Everybody whose reports I may read"),
        )
    )
