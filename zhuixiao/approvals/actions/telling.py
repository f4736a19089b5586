"""Notices of approvals, each in the reader's language."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext_noop

from zhuixiao.accounts.models import Employee
from zhuixiao.notices.actions import notify

from ..choices import State
from ..models import Request

WAITING, DECIDED = "approvals.waiting", "approvals.decided"
_ENDS = {
    State.APPROVED: gettext_noop("Approved: %(title)s"),
    State.REJECTED: gettext_noop("Rejected: %(title)s"),
    State.SENT_BACK: gettext_noop("Sent back: %(title)s"),
}


def waits(request: Request, people: Iterable[Employee], *, at: datetime) -> None:
    """It is their turn."""
    _tell(request, people, WAITING, gettext_noop("To decide: %(title)s"), at)


def reminds(request: Request, person: Employee, *, at: datetime) -> None:
    """It is still their turn."""
    _tell(request, [person], WAITING, gettext_noop("Still to decide: %(title)s"), at)


def ended(request: Request, *, at: datetime) -> None:
    """The asker learns what became of it."""
    if text := _ENDS.get(State(request.state)):
        _tell(request, [request.asker], DECIDED, text, at)


def _tell(request: Request, people: Iterable[Employee], kind: str, text: str, at: datetime) -> None:
    for person in people:
        with translation.override(person.language):
            title = request.text
        notify(
            to=[person.pk],
            kind=kind,
            text=text,
            params={"title": title},
            url=f"/approvals/{request.pk}/",
            at=at,
        )
