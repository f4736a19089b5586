"""Watching for unusual reading, and forgetting old notes of it."""

from datetime import timedelta

from django.utils.translation import gettext_noop

from zhuixiao.accounts.models import Company
from zhuixiao.kit import jobs

from ..actions import guarding
from ..models import Reading

KEEP = timedelta(days=400)


@jobs.every(key="customers.watch", label=gettext_noop("Unusual reading is looked for"), minutes=60)
def watch(job: jobs.Running) -> dict[str, int]:
    """Compare today and yesterday with what is usual. Nothing before there is a company."""
    company = Company.objects.first()
    return {"alerts": guarding.watch(at=job.now, company=company)} if company else {}


@jobs.every(
    key="customers.old_readings",
    label=gettext_noop("Old notes of who opened what are removed"),
    daily_at="04:10",
)
def forget_old(job: jobs.Running) -> dict[str, int]:
    """Delete notes of more than 400 days ago; the audit log stays."""
    deleted, _models = Reading.objects.filter(day__lt=(job.now - KEEP).date()).delete()
    return {"readings": deleted}
