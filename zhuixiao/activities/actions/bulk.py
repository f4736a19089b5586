"""Many action records at once, for the demo company and benchmarks."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Employee
from zhuixiao.catalog.models import Option
from zhuixiao.kit.periods import day_of
from zhuixiao.ledger.actions import post_many

from .. import postings
from ..choices import FollowUpState
from ..models import Activity, ActivityExecutor, FollowUp
from ..queries.types import rules_of
from . import figures
from .recording import executor_rows
from .values import TRANSCRIPT_LENGTH, NewActivity

_CHUNK = 500


@dataclass(frozen=True)
class _Known:
    """What the rows name, loaded once."""

    people: dict[int, Employee]
    types: dict[int, Option]


@transaction.atomic
def log_many(
    *, by: Actor, rows: Sequence[NewActivity], has_evidence: Sequence[bool] = ()
) -> list[Activity]:
    """Write records in a few statements; the same facts as one `log` after the other.

    The caller vouches for the values: every id exists, texts fit, types keep their rules. A row's
    `at` is also when it was recorded, by its main executor (`by` without executors). Rows of one
    customer come in the order of time. `has_evidence` marks rows, by index, as verified. No
    audit rows and no notices are written.
    """
    known = _Known(
        people=Employee.objects.in_bulk({pk for row in rows for pk in row.executor_ids}),
        types=Option.objects.in_bulk({row.type_id for row in rows}),
    )
    known.people[by.employee.pk] = by.employee
    activities = _activities(by, rows, known, has_evidence)
    Activity.objects.bulk_create(activities, batch_size=_CHUNK)
    executors = {
        activity.pk: executor_rows(
            activity, [known.people[pk] for pk in row.executor_ids or [by.employee.pk]]
        )
        for activity, row in zip(activities, rows, strict=True)
    }
    ActivityExecutor.objects.bulk_create(
        [row for rows_of_one in executors.values() for row in rows_of_one], batch_size=_CHUNK
    )
    made, kept = _plans(activities, rows, executors)
    FollowUp.objects.bulk_create(made, batch_size=_CHUNK)
    FollowUp.objects.bulk_update(kept, ["state", "done_by", "done_on"], batch_size=_CHUNK)
    post_many(
        items=[
            *(
                (postings.activity_fact(row), postings.of_activity(row, executors[row.pk]))
                for row in activities
            ),
            *((postings.follow_up_fact(row), postings.of_follow_up(row)) for row in made),
        ],
        fresh=True,
    )
    if kept:
        post_many(
            items=[(postings.follow_up_fact(row), postings.of_follow_up(row)) for row in kept],
            fresh=False,
        )
    customer_ids = list({row.customer_id for row in rows})
    for start in range(0, len(customer_ids), _CHUNK):
        figures.refresh(customer_ids[start : start + _CHUNK])
    return activities


def _activities(
    by: Actor, rows: Sequence[NewActivity], known: _Known, has_evidence: Sequence[bool]
) -> list[Activity]:
    rules = rules_of(known.types.values())
    activities = []
    for index, row in enumerate(rows):
        main = known.people[row.executor_ids[0]] if row.executor_ids else by.employee
        rule, at = rules[row.type_id], row.at or by.at
        has_transcript = rule.needs_transcript and len(row.description) >= TRANSCRIPT_LENGTH
        activities.append(
            Activity(
                subject=row.subject,
                customer_id=row.customer_id,
                contact_id=row.contact_id,
                type=known.types[row.type_id],
                at=at,
                day=day_of(at, by.zone),
                description=row.description,
                recorded_by=main,
                executor=main,
                department_id=main.department_id,
                related_text=row.related_text,
                is_contact=rule.counts_as_contact,
                is_verified=has_transcript or bool(has_evidence and has_evidence[index]),
                created_at=at,
            )
        )
    return activities


def _plans(
    activities: Sequence[Activity],
    rows: Sequence[NewActivity],
    executors: dict[int, list[ActivityExecutor]],
) -> tuple[list[FollowUp], list[FollowUp]]:
    """Play the plans through in the order of the rows: (new plans, older plans that were kept)."""
    made: list[FollowUp] = []
    kept: list[FollowUp] = []
    open_plans: dict[tuple[int, int], list[FollowUp]] = {}
    older = FollowUp.objects.filter(
        customer__in={row.customer_id for row in rows}, state=FollowUpState.OPEN
    )
    for plan in older:
        open_plans.setdefault((plan.customer_id, plan.employee_id), []).append(plan)
    for activity, row in zip(activities, rows, strict=True):
        people = executors[activity.pk] if activity.is_contact else []
        for person in people:
            for plan in open_plans.pop((activity.customer_id, person.employee_id), []):
                plan.state, plan.done_by = FollowUpState.DONE, activity
                plan.done_on = activity.day
                kept += [plan] if plan.pk else []
        if row.next_on:
            plan = FollowUp(
                customer_id=activity.customer_id,
                employee_id=activity.executor_id,
                department_id=activity.department_id,
                on=row.next_on,
                note=row.next_note[:200],
                made_by=activity,
                created_at=activity.created_at,
            )
            made.append(plan)
            open_plans.setdefault((plan.customer_id, plan.employee_id), []).append(plan)
    return made, kept
