"""What was asked for takes effect, or is known not to."""

from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.audit import Actor
from zhuixiao.kit.errors import RuleError

from .. import subjects
from ..choices import State
from ..models import Request
from . import telling


def take(held: Request, *, by: Actor) -> None:
    """The end of a locked request was reached: do it, in the name of who asked.

    Raises RuleError when it cannot take effect; the caller's transaction then undoes everything.
    """
    subject = subjects.find(held.subject)
    if subject is None:
        raise RuleError(_("This kind of request is not known any more. Reject it."))
    if not held.asker.is_active:
        raise RuleError(_("Who asked has left. Reject it."))
    subject.apply(Actor(held.asker, by.at, by.zone, by.via), held.payload)
    held.state, held.ended_at = State.APPROVED, by.at
    held.save(update_fields=["state", "ended_at"])
    telling.ended(held, at=by.at)


def drop(held: Request, *, by: Actor, note: str = "") -> None:
    """Tell the subject that a locked request came to nothing: rejected, or withdrawn."""
    if subject := subjects.find(held.subject):
        subject.drop(by, held.payload, note)
