from .answer import Answer
from .job import Job, JobQuerySet, JobState, JobStep
from .schedule import SchedulerLease, SchedulerSlot

__all__ = [
    "Answer",
    "Job",
    "JobQuerySet",
    "JobState",
    "JobStep",
    "SchedulerLease",
    "SchedulerSlot",
]
