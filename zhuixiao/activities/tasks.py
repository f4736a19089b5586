"""Background work of activities."""

from django.utils.translation import gettext_noop

from zhuixiao.kit.jobs import Running, every

from .actions.reminding import remind_due


@every(key="activities.reminders", label=gettext_noop("Reminders"), minutes=1)
def remind(job: Running) -> dict[str, int]:
    """Tell the reminders that are due; those of a time when nothing ran are made up for."""
    return {"reminders": remind_due(job.now)}
