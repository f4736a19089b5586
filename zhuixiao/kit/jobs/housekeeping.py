"""Old answers, jobs and slots are forgotten."""

from datetime import timedelta

from django.utils.translation import gettext_noop

from ..models import Answer, Job, JobState, SchedulerSlot
from .running import Running
from .schedule import every

KEEP_ANSWERS = timedelta(days=30)
KEEP_JOBS = timedelta(days=90)
# Routine work that went well is of no interest after that; one kind runs every minute.
KEEP_ROUTINE = timedelta(days=2)
# A slot must outlive every clock error; daily slots are one row a day.
KEEP_SLOTS = timedelta(days=40)


@every(key="kit.housekeeping", label=gettext_noop("Old jobs are forgotten"), daily_at="03:10")
def forget_old(job: Running) -> dict[str, int]:
    """Delete what nobody will ask for again."""
    ended = Job.objects.exclude(state__in=[JobState.QUEUED, JobState.RUNNING])
    routine = Job.objects.filter(created_by_id=0, state=JobState.DONE)
    old = routine.filter(finished_at__lt=job.now - KEEP_ROUTINE)
    latest = Job.objects.latest_by_kind().values_list("pk", flat=True)
    return {
        "routine": old.exclude(pk__in=list(latest)).delete()[0],
        "answers": Answer.objects.filter(created_at__lt=job.now - KEEP_ANSWERS).delete()[0],
        "jobs": ended.filter(finished_at__lt=job.now - KEEP_JOBS).delete()[0],
        "slots": SchedulerSlot.objects.filter(at__lt=job.now - KEEP_SLOTS).delete()[0],
    }
