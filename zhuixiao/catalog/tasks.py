"""Costs whose day has come."""

from django.utils.translation import gettext_noop

from zhuixiao.accounts.models import Company
from zhuixiao.kit import jobs

from .actions import costs


@jobs.every(
    key="catalog.costs",
    label=gettext_noop("Costs of products whose day has come"),
    daily_at="00:02",
)
def refresh_costs(job: jobs.Running) -> dict[str, int]:
    """Let them be the costs of today. Nothing before there is a company."""
    company = Company.objects.first()
    return {"products": costs.refresh(at=job.now, zone=company.zone)} if company else {}
