"""Who looks after the installation is told when its backups fail, and need not look by himself."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop

from zhuixiao.accounts.models import Employee
from zhuixiao.kit import jobs
from zhuixiao.kit.backup import nightly
from zhuixiao.kit.models import Job
from zhuixiao.notices import actions as notices

KIND = "system.failure"
TEXTS = {
    nightly.BACKUP: gettext_noop("The backup failed: %(why)s"),
    nightly.DRILL: gettext_noop("The trial restore of the newest backup failed: %(why)s"),
}


def watch() -> None:
    """Hear of failed backups. Nobody can mute the notice: its kind is not registered."""
    for kind in TEXTS:
        jobs.when_failed(kind, tell)


def tell(job: Job) -> None:
    """A notice to everybody who manages the organisation."""
    people = Employee.objects.with_access().active()
    notices.notify(
        to=[person.pk for person in people if person.access.may("accounts", "manage")],
        kind=KIND,
        text=TEXTS[job.kind],
        params={"why": job.error},
        url=reverse("system"),
        at=timezone.now(),
    )
