"""Messages that people subscribed to: the digest of a day."""

from datetime import datetime, time, timedelta

from django.core.management import CommandError
from django.utils import timezone

from zhuixiao.accounts.models import Company, Employee
from zhuixiao.kit.periods import Period, PeriodKind
from zhuixiao.notices.actions import delivering
from zhuixiao.notices.choices import Channel, DeliveryState
from zhuixiao.notices.models import Delivery, Subscription
from zhuixiao.reports.subscribed import DIGEST

from ..questions import many
from ..scene import Scene
from .job import Job

_AT_ONCE = 20
_REPORTS = "SELECT id, employee_id, summary, plan FROM reports_workreport WHERE start = %s"


def jobs(scene: Scene) -> list[Job]:
    return [_digest(scene)]


def _digest(scene: Scene) -> Job:
    """Composed and handed over as a notice: a mail server or chat program takes its own time. Each
    run takes other readers, evenly from the whole company, each with what he may see."""
    day = scene.day
    ids = list(Employee.objects.active().order_by("pk").values_list("pk", flat=True))
    apart = max(1, len(ids) // _AT_ONCE)
    now = datetime.combine(day + timedelta(days=1), time(8), Company.objects.get().zone)

    def run(number: int) -> None:
        told = [_deliver(pk, Period(day, day), now) for pk in ids[number % apart :: apart]]
        if DeliveryState.SENT not in told:
            raise CommandError("nobody was told anything")

    return Job("digest", run, lambda _number: many(_REPORTS, [day.isoformat()]))


def _deliver(reader: int, covers: Period, now: datetime) -> DeliveryState:
    subscription, _is_new = Subscription.objects.get_or_create(
        employee_id=reader,
        source=DIGEST,
        subject="",
        period=PeriodKind.DAY.value,
        channel=Channel.NOTICE,
        robot=None,
        defaults={"since": timezone.now()},
    )
    delivery, _is_new = Delivery.objects.update_or_create(
        subscription=subscription,
        end=covers.end,
        defaults={"start": covers.start, "state": DeliveryState.WAITING, "at": now},
    )
    return delivering.deliver(delivery, now=now)
