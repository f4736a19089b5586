"""Old answers, jobs and slots are forgotten."""

from datetime import timedelta

from ..models import Answer, Job, JobState, SchedulerSlot
from .running import Running
from .schedule import every

KEEP_ANSWERS = timedelta(days=30)
KEEP_JOBS = timedelta(days=90)
# A slot must outlive every clock error; daily slots are one row a day.
KEEP_SLOTS = timedelta(days=40)


@every(key="kit.housekeeping", daily_at="03:10")
def forget_old(job: Running) -> dict[str, int]:
    """Delete what nobody will ask for again."""
    ended = Job.objects.exclude(state__in=[JobState.QUEUED, JobState.RUNNING])
    return {
        "answers": Answer.objects.filter(created_at__lt=job.now - KEEP_ANSWERS).delete()[0],
        "jobs": ended.filter(finished_at__lt=job.now - KEEP_JOBS).delete()[0],
        "slots": SchedulerSlot.objects.filter(at__lt=job.now - KEEP_SLOTS).delete()[0],
    }
