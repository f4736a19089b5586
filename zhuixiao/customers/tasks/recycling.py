"""The nightly run of the recycling rules, and who is told the days before."""

from collections import Counter
from datetime import datetime

from django.utils.translation import gettext_noop

from zhuixiao.accounts.models import Company
from zhuixiao.kit import jobs
from zhuixiao.notices.actions import notify

from ..actions import recycling
from ..models import Customer, RecycleRun
from ..queries.recycling import leaving

NIGHTLY = "customers.recycling"
LEAVING_NOTICE = "customers.leaving"
_WARNING = gettext_noop("%(n)d of your customers are about to go into the pool.")


@jobs.every(
    key=NIGHTLY,
    label=gettext_noop("Customers fall back into the pools"),
    daily_at="02:10",
    retries=2,
    exclusive=NIGHTLY,
)
def recycle(job: jobs.Running) -> dict[str, int]:
    """Do what is due, once a day; a run that was killed goes on where it stopped."""
    company = Company.objects.get()
    last = RecycleRun.objects.order_by("-at").first()
    if last is not None and company.today(last.at) >= company.today(job.now):
        # Asked for twice, or the clock went back: the share of a day is taken once.
        run = last
    else:
        run = recycling.start(at=job.now)
    if run.finished_at is None:
        while recycling.advance(run=run):
            job.progress(run.place, len(run.plan))
        warn(at=job.now)
    return {"moved": run.moved_count, "held_back": run.held_back}


def warn(*, at: datetime) -> int:
    """Tell each owner how many customers will go within the rules' days of warning."""
    company = Company.objects.get()
    rows = Customer.objects.filter(
        leaving(zone=company.zone, today=company.today(at)), deleted_at=None
    )
    counts = Counter(rows.values_list("owner_id", flat=True))
    for owner_id, number in sorted(counts.items()):
        notify(
            to=[owner_id],
            kind=LEAVING_NOTICE,
            text=_WARNING,
            params={"n": number},
            url="/customers/?view=leaving",
            at=at,
        )
    return len(counts)
