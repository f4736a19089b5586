"""The search for duplicates in the whole base, as a job."""

from django.utils.translation import gettext_noop

from zhuixiao.accounts.models import Company
from zhuixiao.kit import jobs
from zhuixiao.kit.models import Job

from ..actions import deduplicating

SEARCH = "customers.duplicates"


def start(by_id: int) -> Job:
    """Begin it; while one runs, that one."""
    return jobs.enqueue(
        SEARCH, by_id=by_id, label=gettext_noop("Search for duplicates"), key=SEARCH
    )


@jobs.register(SEARCH, retries=1)
def run(job: jobs.Running) -> dict[str, int]:
    """Find the pairs of the whole base."""
    company = Company.objects.get()
    return {"found": deduplicating.search(at=job.now, company=company, progress=job.progress)}
