"""Reminders, and stand-ins whose time begins."""

from django.utils.translation import gettext_noop

from zhuixiao.accounts.models import Company
from zhuixiao.kit import jobs

from .actions import delegating, telling
from .queries import inbox


@jobs.every(key="approvals.waiting", label=gettext_noop("Approvals are reminded of"), minutes=30)
def remind(job: jobs.Running) -> dict[str, int]:
    """Remind of what waits too long, and let stand-ins begin. Nothing before there is a company."""
    company = Company.objects.first()
    if company is None:
        return {}
    moved = delegating.begin_due(at=job.now, day=company.today(job.now))
    late = inbox.overdue(job.now)
    for turn in late:
        telling.reminds(turn.request, turn.approver, at=job.now)
        turn.reminded_at = job.now
        turn.save(update_fields=["reminded_at"])
    return {"reminded": len(late), "moved": moved}
