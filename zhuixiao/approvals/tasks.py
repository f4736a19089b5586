"""Reminders, stand-ins whose time begins, and turns of people who have left."""

from django.utils.translation import gettext_noop

from zhuixiao.accounts.models import Company
from zhuixiao.kit import jobs

from .actions import delegating, telling
from .queries import inbox


@jobs.every(key="approvals.waiting", label=gettext_noop("Approvals are reminded of"), minutes=30)
def remind(job: jobs.Running) -> dict[str, int]:
    """Remind of what waits too long, let stand-ins begin, and the boss decide for who has left.
    Nothing before there is a company."""
    company = Company.objects.first()
    if company is None:
        return {}
    moved = delegating.relieve_leavers(at=job.now, zone=company.zone)
    moved += delegating.begin_due(at=job.now, zone=company.zone)
    late = inbox.overdue(job.now)
    for turn in late:
        telling.reminds(turn.request, turn.approver, at=job.now)
        turn.reminded_at = job.now
        turn.save(update_fields=["reminded_at"])
    return {"reminded": len(late), "moved": moved}
