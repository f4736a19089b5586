"""Taking an action record back, and bringing it back again; both move the figures at once."""

from collections.abc import Sequence

from django.db import transaction

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.ledger.actions import post

from .. import postings
from ..choices import FollowUpState
from ..models import Activity, FollowUp
from . import figures
from .editing import check_may
from .recording import repost_plans


@transaction.atomic
def delete(*, by: Actor, activity: Activity) -> None:
    """Delete the record; the plans it kept are open again, the open plan it made is cancelled.

    Raises NotAllowed. Deleting a deleted record changes nothing.
    """
    locked = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    check_may(by=by, activity=locked, action="delete")
    if locked.deleted_at is not None:
        return
    locked.deleted_at = by.at
    reopened = list(locked.kept.filter(state=FollowUpState.DONE))
    for plan in reopened:
        plan.state, plan.done_on = FollowUpState.OPEN, None
    cancelled = list(locked.planned.filter(state=FollowUpState.OPEN))
    for plan in cancelled:
        plan.state, plan.cancelled_at = FollowUpState.CANCELLED, by.at
    _save(by, locked, [*reopened, *cancelled], "delete")


@transaction.atomic
def restore(*, by: Actor, activity: Activity) -> None:
    """Undo `delete`, plans included unless another record kept them meanwhile."""
    locked = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    check_may(by=by, activity=locked, action="delete")
    if locked.deleted_at is None:
        return
    kept = list(locked.kept.filter(state=FollowUpState.OPEN))
    for plan in kept:
        plan.state, plan.done_on = FollowUpState.DONE, locked.day
    made = list(
        locked.planned.filter(state=FollowUpState.CANCELLED, cancelled_at=locked.deleted_at)
    )
    for plan in made:
        plan.state, plan.cancelled_at = FollowUpState.OPEN, None
    locked.deleted_at = None
    _save(by, locked, [*kept, *made], "restore")


def _save(by: Actor, activity: Activity, plans: Sequence[FollowUp], action: str) -> None:
    activity.version += 1
    activity.save(update_fields=["deleted_at", "version"])
    FollowUp.objects.bulk_update(plans, ["state", "done_on", "cancelled_at"])
    executors = list(activity.executor_rows.all())
    post(fact=postings.activity_fact(activity), postings=postings.of_activity(activity, executors))
    repost_plans(plans)
    figures.refresh([activity.customer_id])
    audit.write(
        by=by,
        action=action,
        kind=postings.ACTIVITY,
        record_id=activity.pk,
        label=activity.subject,
        version=activity.version,
    )
