"""Background work of reports."""

from django.utils.translation import gettext_noop

from zhuixiao.kit.jobs import Running, every

from .actions import reminding


@every(key="reports.remind", label=gettext_noop("Reports that are not submitted yet"), minutes=15)
def remind(job: Running) -> dict[str, int]:
    """Each person is told once of a period."""
    return {"told": reminding.remind(job.now)}
