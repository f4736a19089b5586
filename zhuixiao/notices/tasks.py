"""Old notices are forgotten; messages that people subscribed to go out."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuixiao.kit import jobs
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.models import Job

from .actions import delivering
from .models import Delivery, Notice
from .robots import sending

KEEP = timedelta(days=180)
# With growing pauses: the last try is some 14 minutes after the first.
RETRIES = 4


@jobs.every(key="notices.old", label=gettext_noop("Old notices are removed"), daily_at="03:50")
def forget_old(job: jobs.Running) -> dict[str, int]:
    """Delete notices of half a year ago, read or not, and what was sent then."""
    deleted, _by_model = Notice.objects.filter(created_at__lt=job.now - KEEP).delete()
    Delivery.objects.filter(at__lt=job.now - KEEP).delete()
    return {"notices": deleted}


@jobs.every(key="notices.due", label=gettext_noop("Messages that people subscribed to"), minutes=5)
def hand_out(job: jobs.Running) -> dict[str, int]:
    """Each message that is due becomes a job of its own."""
    return {"messages": delivering.hand_out(job.now)}


@jobs.register(delivering.JOB, retries=RETRIES)
def deliver(job: jobs.Running) -> dict[str, str]:
    """Send one message; a chat program that does not answer is asked again later."""
    rows = Delivery.objects.select_related("subscription__robot")
    delivery = rows.filter(pk=job.payload["delivery"]).first()
    if delivery is None:
        # Given up, or the robot removed, since it was handed out.
        return {"state": "gone"}
    try:
        state = delivering.deliver(delivery, now=job.now)
    except sending.NotNow as error:
        if job.attempt <= RETRIES:
            raise
        raise RuleError(_("The chat program does not answer.")) from error
    return {"state": state.value}


def tell_failure(job: Job) -> None:
    """Who subscribed must know that the message did not come."""
    row = Delivery.objects.select_related("subscription").filter(pk=job.payload["delivery"])
    if delivery := row.first():
        delivering.failed(delivery, error=job.error, now=job.finished_at or job.created_at)
