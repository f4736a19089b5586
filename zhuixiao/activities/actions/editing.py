"""Changing an action record: what it counts for is posted anew."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Company, Employee
from zhuixiao.files import actions as files
from zhuixiao.files.models import StoredFile
from zhuixiao.kit.errors import NotAllowed
from zhuixiao.ledger.actions import post

from .. import mentions, postings
from ..models import Activity, ActivityExecutor
from ..queries import rights
from . import figures
from .conflicts import kept_of_theirs
from .recording import executor_rows, repost_plans, tell
from .values import Checked, NewActivity, checked, tidy


@transaction.atomic
def edit(
    *,
    by: Actor,
    activity: Activity,
    new: NewActivity,
    version: int | None = None,
    keep_mine: Collection[str] = (),
) -> Activity:
    """Make the record what `new` says; its customer and its plan of the next contact stay.

    `version` is the one that the person saw. What somebody else changed since is kept where this
    person changed nothing; when both changed the same field, raises Conflict with base, mine and
    theirs, unless `keep_mine` names it. Raises NotAllowed, Invalid.
    """
    locked = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    check_may(by=by, activity=locked, action="edit")
    new = _completed(locked, tidy(new))
    before = _state(locked)
    new = _merged(locked, new, version, keep_mine)
    held = StoredFile.objects.of_record(postings.ACTIVITY, locked.pk).count()
    values = checked(by=by, new=new, before=locked, files_before=held)
    after = _wanted(new) | {"contact": values.contact.pk if values.contact else None}
    changes = _differences(before, after)
    if new.file_ids:
        files.attach(by=by, file_ids=new.file_ids, kind=postings.ACTIVITY, record_id=locked.pk)
    if not changes and locked.is_verified == values.is_verified:
        return locked
    named_before = set(locked.mentions)
    named = mentions.mentioned(new.description, by=by.employee)
    executors = _write(locked, new, values, changes, named)
    post(fact=postings.activity_fact(locked), postings=postings.of_activity(locked, executors))
    figures.refresh([locked.customer_id])
    audit.write(
        by=by,
        action="edit",
        kind=postings.ACTIVITY,
        record_id=locked.pk,
        label=locked.subject,
        changes=changes,
        version=locked.version,
    )
    joined = [row for row in values.executors if row.pk not in before["executors"]]
    called = [row for row in named if row.pk not in named_before]
    tell(by=by, activity=locked, executors=joined, named=called)
    return locked


def check_may(*, by: Actor, activity: Activity, action: str) -> None:
    """Raises NotAllowed unless the person may `action` ("edit", "delete") this record today."""
    days = rights.edit_days(Company.objects.get())
    if not rights.may_change(by.employee, activity, action=action, now=by.at, days=days):
        text = _("Only its recorder and executors may change this, for %(days)d days.")
        raise NotAllowed(text % {"days": days})


def _differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """What differs between two states: {field: (before, after)}."""
    return {name: (before[name], value) for name, value in after.items() if before[name] != value}


def _completed(activity: Activity, new: NewActivity) -> NewActivity:
    """What a form leaves open stays: seconds of the time, the recorder when nobody is ticked."""
    at = new.at or activity.at
    if at == activity.at.replace(second=0, microsecond=0):
        at = activity.at
    return replace(
        new,
        customer_id=activity.customer_id,
        at=at,
        executor_ids=tuple(new.executor_ids) or (activity.recorded_by_id,),
        next_on=None,
    )


def _state(activity: Activity) -> dict[str, Any]:
    """The record as the audit log keeps it, by the names of the form's fields."""
    executors = activity.executor_rows.order_by("position").values_list("employee", flat=True)
    return {
        "subject": activity.subject,
        "type": activity.type_id,
        "date": activity.at.astimezone(UTC).isoformat(),
        "contact": activity.contact_id,
        "executors": list(executors),
        "description": activity.description,
        "related_text": activity.related_text,
    }


def _wanted(new: NewActivity) -> dict[str, Any]:
    return {
        "subject": new.subject,
        "type": new.type_id,
        "date": new.at.astimezone(UTC).isoformat() if new.at else "",
        "contact": new.contact_id,
        "executors": list(new.executor_ids),
        "description": new.description,
        "related_text": new.related_text,
    }


def _merged(
    activity: Activity, new: NewActivity, version: int | None, keep_mine: Collection[str]
) -> NewActivity:
    """Take theirs where I left the field as I found it."""
    kept = kept_of_theirs(
        kind=postings.ACTIVITY,
        record_id=activity.pk,
        mine=_wanted(new),
        seen=version,
        now=activity.version,
        record=activity,
        keep_mine=keep_mine,
    )
    held = _state(activity)
    theirs: dict[str, Any] = {
        "subject": ("subject", held["subject"]),
        "type": ("type_id", held["type"]),
        "date": ("at", activity.at),
        "contact": ("contact_id", held["contact"]),
        "executors": ("executor_ids", tuple(held["executors"])),
        "description": ("description", held["description"]),
        "related_text": ("related_text", held["related_text"]),
    }
    return replace(new, **dict(theirs[name] for name in kept))


def _write(
    activity: Activity,
    new: NewActivity,
    values: Checked,
    changes: Mapping[str, tuple[Any, Any]],
    named: Sequence[Employee],
) -> Sequence[ActivityExecutor]:
    if "type" in changes:
        activity.is_contact = values.rule.counts_as_contact
    is_other_day = values.day != activity.day
    activity.subject, activity.description = new.subject, new.description
    activity.type, activity.contact = values.type, values.contact
    activity.at, activity.day = values.at, values.day
    activity.related_text = new.related_text
    activity.is_verified = values.is_verified
    activity.mentions = [person.pk for person in named]
    activity.version += 1
    if "executors" in changes:
        main = values.executors[0]
        if main.pk != activity.executor_id:
            activity.executor, activity.department_id = main, main.department_id
        activity.executor_rows.all().delete()
        ActivityExecutor.objects.bulk_create(executor_rows(activity, values.executors))
    activity.save()
    if is_other_day:
        kept = list(activity.kept.all())
        for plan in kept:
            plan.done_on = activity.day
            plan.save(update_fields=["done_on"])
        repost_plans(kept)
    return list(activity.executor_rows.all())
