"""Links with which a person sets a password: once, within 72 hours."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from zhuixiao.kit.errors import RuleError

from .. import audit, names, tokens
from ..audit import Actor
from ..models import Employee, Invitation
from ..passwords import check_password_rules
from .ranks import check_may_manage

LIFETIME = timedelta(hours=72)


class InvitationGone(RuleError):
    """The link was used, replaced, or is too old."""

    status = 410
    code = "invitation_gone"

    def __init__(self) -> None:
        super().__init__(_("This link does not work any more. Ask for a new one."))


def invite(*, by: Actor, employee: Employee) -> str:
    """A new link for this person, to be handed over; earlier ones end.

    The link uses the configured address of the installation, never that of the request.
    """
    check_may_manage(by, employee)
    with transaction.atomic():
        employee.invitations.filter(used_at=None).delete()
        link = issue(employee, at=by.at)
        audit.write(
            by=by,
            action="invite",
            kind="employee",
            record_id=employee.pk,
            label=employee.name,
            version=employee.version,
        )
    return link


def issue(employee: Employee, *, at: datetime) -> str:
    """Write the invitation and make its link, without asking who may; for `invite` and the mail."""
    if not employee.is_active:
        raise RuleError(
            _("%(name)s has left. Reactivate the account first.") % {"name": employee.name}
        )
    secret, kept = tokens.fresh()
    Invitation.objects.create(employee=employee, token_hash=kept, expires_at=at + LIFETIME)
    return settings.BASE_URL + reverse("accounts:invitation", args=[secret])


def accept_invitation(
    *, token: str, password: str, at: datetime, ip: str | None = None
) -> Employee:
    """Set the password by a link. Of several uses at the same moment one wins.

    A second factor stays as it is. Raises InvitationGone, or RuleError for a weak password (the
    link then stays good).
    """
    invitation = invitation_of(token, at=at)
    employee = invitation.employee
    check_password_rules(password, employee)
    with transaction.atomic():
        unused = Invitation.objects.filter(pk=invitation.pk, used_at=None, employee__is_active=True)
        if not unused.update(used_at=at):
            raise InvitationGone
        employee.set_password(password)
        employee.save(update_fields=["password"])
        employee.sessions.all().delete()
        audit.write(
            by=Actor.of(employee, at=at, ip=ip),
            action="accept_invitation",
            kind="employee",
            record_id=employee.pk,
            label=employee.name,
            version=employee.version,
        )
    return employee


def invitation_of(token: str, *, at: datetime) -> Invitation:
    """The open invitation of a link; InvitationGone when there is none."""
    invitation = (
        Invitation.objects.select_related("employee__role", "employee__department")
        .filter(
            token_hash=tokens.hashed(token),
            used_at=None,
            expires_at__gt=at,
            employee__is_active=True,
        )
        .first()
    )
    if invitation is None:
        raise InvitationGone
    return invitation


def mail_if_known(*, address: str, at: datetime) -> tuple[Employee, str] | None:
    """For a forgotten password: the person with this mail address and a new link.

    None for nobody, and within ten minutes of the last link, so that nobody's mailbox is filled.
    Earlier links stay good: a stranger who asks must not end them.
    """
    employee = Employee.objects.active().filter(email=names.email(address)).first()
    if employee is None or employee.email is None:
        return None
    if employee.invitations.filter(created_at__gt=at - timedelta(minutes=10)).exists():
        return None
    return employee, issue(employee, at=at)
