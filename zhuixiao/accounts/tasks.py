"""The organisation's work outside requests."""

from datetime import UTC, tzinfo

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuixiao.kit import jobs

from .actions import invitations, leaving
from .audit import Actor
from .choices import Via
from .models import Company, Employee
from .sessions import SessionStore


def company_zone() -> tzinfo:
    """The company's zone for daily jobs; UTC before there is a company."""
    company = Company.objects.first()
    return company.zone if company else UTC


jobs.use_zone(company_zone)


@jobs.register("accounts.mail_invitation", retries=3)
def mail_invitation(job: jobs.Running) -> None:
    """Send a link for a new password to the stored address of the person, if there is one."""
    # A mail that could not be sent takes its link back, so that the next try makes a new one.
    with transaction.atomic():
        found = invitations.mail_if_known(address=job.payload["address"], at=timezone.now())
        if found is not None:
            _mail(*found)


HAND_OVER = "accounts.hand_over"


@jobs.register(HAND_OVER)
def hand_over(job: jobs.Running) -> dict[str, int]:
    """Share out what a leaver holds, in one transaction: a killed job has moved nothing."""
    employee = Employee.objects.with_access().get(pk=job.created_by_id)
    plan = {key: leaving.Share(**share) for key, share in job.payload["plan"].items()}
    leaver = Employee.objects.get(pk=job.payload["leaver"])
    by = Actor.of(employee, at=job.now, via=Via.JOB)
    return leaving.hand_over(by=by, leaver=leaver, plan=plan)


@jobs.every(
    key="accounts.clear_sessions",
    label=gettext_noop("Ended log-ins are forgotten"),
    daily_at="03:10",
)
def clear_sessions(_job: jobs.Running) -> None:
    """Sessions past their end are deleted; they no longer let anybody in anyway."""
    SessionStore.clear_expired()


def _mail(employee: Employee, link: str) -> None:
    with translation.override(employee.language):
        body = _(
            "Hello %(name)s,\n\nwith this link you set a new password. It works once, for 72 "
            "hours:\n\n%(link)s\n\nIf you did not ask for it, you need not do anything."
        ) % {"name": employee.name, "link": link}
        EmailMessage(
            subject=_("A new password for %(company)s") % {"company": Company.objects.get().name},
            body=body,
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[employee.email or ""],
        ).send()
