"""Background work of activities."""

from django.db import transaction
from django.utils.translation import gettext_noop

from zhuixiao.kit.jobs import Running, every

from .actions import following
from .actions.reminding import remind_due


@every(key="activities.reminders", label=gettext_noop("Reminders"), minutes=1)
def remind(job: Running) -> dict[str, int]:
    """Tell the reminders that are due; those of a time when nothing ran are made up for."""
    return {"reminders": remind_due(job.now)}


@every(
    key="activities.expired",
    label=gettext_noop("Plans of collaborators whose time is over end"),
    daily_at="02:20",
)
def end_expired(job: Running) -> dict[str, int]:
    """The customer's next contact is then that of who still works on it."""
    with transaction.atomic():
        return {"ended": following.end_expired(job.now)}
