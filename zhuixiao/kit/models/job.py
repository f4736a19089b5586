"""Background jobs: the row is the truth, the queue behind it only wakes somebody up."""

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class JobState(models.TextChoices):
    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


OPEN_STATES = [JobState.QUEUED, JobState.RUNNING]


class JobQuerySet(models.QuerySet["Job"]):
    def open(self) -> "JobQuerySet":
        """Waiting or running."""
        return self.filter(state__in=OPEN_STATES)

    def due(self, now: datetime) -> "JobQuerySet":
        """Waiting, and no longer kept back by a start time."""
        return self.filter(state=JobState.QUEUED).filter(Q(due_at=None) | Q(due_at__lte=now))

    def of_person(self, employee_id: int) -> "JobQuerySet":
        return self.filter(created_by_id=employee_id)

    def latest_by_kind(self) -> "JobQuerySet":
        """Of each kind the newest."""
        newest = self.order_by().values_list("kind").annotate(Max("created_at"))
        chosen = [Q(kind=kind, created_at=at) for kind, at in newest]
        return self.filter(Q(*chosen, _connector=Q.OR)) if chosen else self.none()


class Job(models.Model):
    """One piece of work outside a request.

    `label` is a message id with `label_params`, shown in the reader's language; messages that the
    work itself makes are in `language`, the language of the person who started it. `lane` is shared
    by jobs of which only one may run at a time. `run` names the attempt that holds the job: whoever
    lost it may write nothing more. `due_at` empty means at once.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    payload = models.JSONField(default=dict)
    label = models.CharField(max_length=200, blank=True)
    label_params = models.JSONField(default=dict)
    language = models.CharField(max_length=10, blank=True)
    key = models.CharField(max_length=120, blank=True)
    lane = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.QUEUED)
    progress_done = models.PositiveBigIntegerField(default=0)
    progress_total = models.PositiveBigIntegerField(default=0)
    result = models.JSONField(default=dict)
    error = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField(default=1)
    run = models.UUIDField(null=True)
    # Changes with every heartbeat; observers compare it with what they saw before, never with
    # their own clock (see jobs.sweep).
    lease_until = models.DateTimeField(null=True)
    heartbeat = models.DateTimeField(null=True)
    cancel_asked_at = models.DateTimeField(null=True)
    created_by_id = models.BigIntegerField(default=0)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("Job")
        indexes = [
            models.Index(fields=["state", "due_at"], name="job_state"),
            models.Index(fields=["created_by_id", "-created_at"], name="job_person"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                condition=Q(state__in=["queued", "running"]) & ~Q(key=""),
                name="job_key_open_once",
            ),
            models.UniqueConstraint(
                fields=["lane"],
                condition=Q(state="running") & ~Q(lane=""),
                name="job_lane_runs_once",
            ),
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="job_state_known"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The label in the reader's language."""
        return gettext(self.label) % self.label_params if self.label else self.kind

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def percent(self) -> int:
        """How much is done, 0 to 100; 0 while the total is unknown."""
        if not self.progress_total:
            return 0
        return min(100, self.progress_done * 100 // self.progress_total)

    def remaining(self, now: datetime) -> timedelta | None:
        """How long it will still take at the speed so far; None while nothing can be said."""
        if self.state != JobState.RUNNING or not self.started_at or not self.progress_done:
            return None
        spent = max(now - self.started_at, timedelta())
        left = max(self.progress_total - self.progress_done, 0)
        return spent * left / self.progress_done

    @property
    def remaining_seconds(self) -> int | None:
        """`remaining` from this instant, in whole seconds, for templates."""
        left = self.remaining(timezone.now())
        return None if left is None else max(1, round(left.total_seconds()))


class JobStep(models.Model):
    """A step of a job that has taken effect; written in the same transaction as the effect."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="steps")
    step = models.CharField(max_length=120)

    class Meta:
        verbose_name = _("Step of a job")
        constraints = [
            models.UniqueConstraint(fields=["job", "step"], name="job_step_once"),
        ]
