"""Each night what has been kept long enough is deleted."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from zhuixiao.accounts.actions import forgetting
from zhuixiao.accounts.models import Company
from zhuixiao.kit import jobs

from .. import keeping
from ..actions import keeping as actions
from ..keeping import PART, Keep
from ..models import PoolView, Reading

NIGHTLY = "customers.keeping"
HIDDEN = "hidden"
# Of the clock, each night.
AT = "04:10"
_TRASH_PART = 20


@jobs.every(
    key=NIGHTLY,
    label=gettext_noop("What was kept long enough is deleted"),
    daily_at=AT,
    retries=1,
    exclusive=NIGHTLY,
)
def forget(job: jobs.Running) -> dict[str, int]:
    """Everything by its days; then what the log says of people who were erased, as soon as the
    database lets go of it. Returns how much by kind."""
    company = Company.objects.first()
    counts: dict[str, int] = {}
    for keep in keeping.all_kinds():
        days = keeping.days_of(company, keep.key)
        if keep.forget and days is not None:
            counts[keep.key] = keep.forget(job, job.now - timedelta(days=days))
    counts[HIDDEN] = _log(job, job.now - forgetting.KEPT, hidden_only=True)
    return counts


def register() -> None:
    """Called once, in AppConfig.ready()."""
    for keep in (
        Keep(
            "audit",
            _("Audit log"),
            format_lazy(
                _("Who changed what. The database keeps it for {days} days at least."),
                days=forgetting.KEPT_DAYS,
            ),
            10,
            days=None,
            least=forgetting.KEPT_DAYS,
            forget=_log,
        ),
        Keep(
            "readings",
            _("Who opened which customer"),
            _("The limits of a day and the search for unusual reading need 30 days."),
            20,
            days=400,
            least=30,
            forget=_readings,
        ),
        Keep(
            "pool_views",
            _("Customers opened in pools"),
            _("The limit of an hour needs one day."),
            30,
            days=400,
            least=1,
            forget=_pool_views,
        ),
        Keep(
            "trash",
            _("Deleted customers and contacts"),
            _("After that they are emptied for good; numbers and records of work stay."),
            40,
            days=None,
            least=30,
            forget=_trash,
        ),
    ):
        keeping.register(keep)


def _log(job: jobs.Running, before: datetime, *, hidden_only: bool = False) -> int:
    total = 0
    while number := forgetting.forget(before=before, now=job.now, hidden_only=hidden_only):
        total += number
        job.progress(total, total + PART)
    return total


def _readings(job: jobs.Running, before: datetime) -> int:
    return _in_parts(job, Reading.objects.filter(day__lt=before.date()))


def _pool_views(job: jobs.Running, before: datetime) -> int:
    return _in_parts(job, PoolView.objects.filter(at__lt=before))


def _in_parts(job: jobs.Running, old: "QuerySet[Any]") -> int:
    total = 0
    while ids := list(old.values_list("pk", flat=True)[:PART]):
        total += old.filter(pk__in=ids).delete()[0]
        job.progress(total, total + PART)
    return total


def _trash(job: jobs.Running, before: datetime) -> int:
    total = 0
    while number := actions.empty_trash(before=before, at=job.now, limit=_TRASH_PART):
        total += number
        job.progress(total, total + _TRASH_PART)
    return total
