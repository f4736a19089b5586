"""Watching for unusual reading."""

from django.utils.translation import gettext_noop

from zhuixiao.accounts.models import Company
from zhuixiao.kit import jobs

from ..actions import guarding


@jobs.every(key="customers.watch", label=gettext_noop("Unusual reading is looked for"), minutes=60)
def watch(job: jobs.Running) -> dict[str, int]:
    """Compare today and yesterday with what is usual. Nothing before there is a company."""
    company = Company.objects.first()
    return {"alerts": guarding.watch(at=job.now, company=company)} if company else {}
