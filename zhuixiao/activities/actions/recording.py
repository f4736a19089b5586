"""Logging an action record: page, API and phone take this way."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_noop

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Employee
from zhuixiao.files import actions as files
from zhuixiao.ledger.actions import Posting, post_many
from zhuixiao.ledger.facts import Fact
from zhuixiao.notices.actions import notify

from .. import mentions, postings
from ..choices import FollowUpState
from ..models import Activity, ActivityExecutor, FollowUp
from . import figures
from .values import Checked, NewActivity, checked, tidy

__all__ = ["NewActivity", "log"]


@transaction.atomic
def log(
    *,
    by: Actor,
    new: NewActivity,
    is_witnessed: bool = False,
    also: Sequence[tuple[Fact, Sequence[Posting]]] = (),
) -> Activity:
    """Record what was done: the record, its postings, follow-up plans, the customer's figures.

    A contact does the open follow-ups that its executors had with the customer. A higher app whose
    record it comes from says whether that proves it (`is_witnessed`, see witnesses.py) and gives
    the postings of its own fact (`also`), so that the transaction posts once. Raises NotAllowed,
    Invalid with a message per field.
    """
    by.employee.access.check("activities", "create")
    new = tidy(new)
    values = checked(by=by, new=new)
    named = mentions.mentioned(new.description, by=by.employee)
    activity = _activity(by, new, values, named)
    activity.is_verified = activity.is_verified or is_witnessed
    activity.save(force_insert=True)
    executors = executor_rows(activity, values.executors)
    ActivityExecutor.objects.bulk_create(executors)
    if new.file_ids:
        files.attach(by=by, file_ids=new.file_ids, kind=postings.ACTIVITY, record_id=activity.pk)
    items: list[tuple[Fact, list[Posting]]] = [
        (postings.activity_fact(activity), postings.of_activity(activity, executors))
    ]
    done = keep_plans(activity, executors) if activity.is_contact else []
    made = [plan_next(by, activity, new.next_on, new.next_note)] if new.next_on else []
    items += [(postings.follow_up_fact(row), postings.of_follow_up(row)) for row in done + made]
    post_many(items=[*items, *also], fresh=not done and not also)
    figures.refresh([activity.customer_id])
    audit.write(
        by=by,
        action="create",
        kind=postings.ACTIVITY,
        record_id=activity.pk,
        label=activity.subject,
        version=activity.version,
    )
    tell(by=by, activity=activity, executors=values.executors, named=named)
    return activity


def executor_rows(activity: Activity, executors: Iterable[Employee]) -> list[ActivityExecutor]:
    """Unsaved rows of the executors in their order, with their departments of this time."""
    return [
        ActivityExecutor(
            activity=activity,
            employee=person,
            department_id=person.department_id,
            position=position,
        )
        for position, person in enumerate(executors)
    ]


def keep_plans(activity: Activity, executors: Iterable[ActivityExecutor]) -> list[FollowUp]:
    """The open follow-ups that the executors had with the customer are done by this contact."""
    rows = list(
        FollowUp.objects.filter(
            customer_id=activity.customer_id,
            employee__in=[row.employee_id for row in executors],
            state=FollowUpState.OPEN,
        )
    )
    for row in rows:
        row.state, row.done_by, row.done_on = FollowUpState.DONE, activity, activity.day
    FollowUp.objects.bulk_update(rows, ["state", "done_by", "done_on"])
    return rows


def plan_next(by: Actor, activity: Activity, on: date, note: str) -> FollowUp:
    """Write the plan of the next contact for the main executor; the caller posts it."""
    plan = FollowUp(
        customer_id=activity.customer_id,
        employee_id=activity.executor_id,
        department_id=activity.department_id,
        on=on,
        note=note,
        made_by=activity,
        created_at=by.at,
    )
    plan.save(force_insert=True)
    return plan


def repost_plans(plans: Iterable[FollowUp]) -> None:
    """Bring the ledger in step with plans that changed."""
    items = [(postings.follow_up_fact(row), postings.of_follow_up(row)) for row in plans]
    post_many(items=items, fresh=False)


def tell(
    *, by: Actor, activity: Activity, executors: Iterable[Employee], named: Iterable[Employee]
) -> None:
    """Notices to the other executors, and to those named in the description who may see it."""
    others = {person.pk for person in executors} - {by.employee.pk}
    called = {
        person.pk
        for person in named
        if person.pk not in others | {by.employee.pk}
        and Activity.objects.visible_to(person).filter(pk=activity.pk).exists()
    }
    params = {"name": by.employee.name, "subject": activity.subject[:60]}
    for people, text in (
        (others, gettext_noop("%(name)s recorded with you: %(subject)s")),
        (called, gettext_noop("%(name)s mentioned you: %(subject)s")),
    ):
        if people:
            notify(
                to=people,
                kind="activities.mention",
                text=text,
                params=params,
                at=by.at,
                url=f"/activities/{activity.pk}/",
                customer_id=activity.customer_id,
                by_id=by.employee.pk,
            )


def _activity(by: Actor, new: NewActivity, values: Checked, named: Iterable[Employee]) -> Activity:
    main = values.executors[0]
    return Activity(
        subject=new.subject,
        customer=values.customer,
        contact=values.contact,
        type=values.type,
        at=values.at,
        day=values.day,
        description=new.description,
        recorded_by=by.employee,
        executor=main,
        department_id=main.department_id,
        related_kind=new.related_kind,
        related_id=new.related_id if new.related_kind else 0,
        related_text=new.related_text,
        is_contact=values.rule.counts_as_contact,
        is_verified=values.is_verified,
        mentions=[person.pk for person in named],
        created_at=by.at,
    )
