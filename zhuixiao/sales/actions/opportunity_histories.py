"""Opportunities with what happened to them before, in few statements: imports and the demo."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.kit import bulk
from zhuixiao.ledger.actions import post_many
from zhuixiao.ledger.instants import noon

from .. import postings
from ..models import Opportunity, OpportunityStage
from ..queries.stages import Stage
from ..wording import OPPORTUNITY
from . import figures


@dataclass(frozen=True)
class Step:
    """It entered a stage on a day; `at` is the instant where one is known."""

    stage: Stage
    day: date
    amount: int
    at: datetime | None = None


@dataclass(frozen=True)
class Told:
    """An opportunity and its stages, the first of them its beginning, in the order of their days.

    `values` are further columns: contact_id, expected_on, next_step, loss_reason_id, source_key.
    Without a probability it is that of the last stage.
    """

    name: str
    customer_id: int
    owner_id: int
    department_id: int
    steps: Sequence[Step]
    values: dict[str, Any]
    touched_at: datetime | None = None


@transaction.atomic
def write_many(*, by: Actor, rows: Sequence[Told]) -> list[Opportunity]:
    """Write checked rows with their stages, postings and the customers' figures.

    Raises ValueError for one without a stage or with days out of order.
    """
    for row in rows:
        days = [step.day for step in row.steps]
        if not days or days != sorted(days):
            raise ValueError(f"the stages of {row.name} are not in order")
    made = [_opportunity(by, row) for row in rows]
    bulk.insert(made)
    chains = [_changes(told, row) for told, row in zip(rows, made, strict=True)]
    bulk.insert([change for chain in chains for change in chain])
    post_many(items=[item for chain in chains for item in postings.of_stages(chain)], fresh=True)
    figures.refresh({row.customer_id for row in made})
    audit.write_many(
        audit.entry(
            by=by,
            action="create",
            kind=OPPORTUNITY,
            record_id=row.pk,
            label=row.name,
            version=row.version,
        )
        for row in made
    )
    return made


def _opportunity(by: Actor, told: Told) -> Opportunity:
    last = told.steps[-1]
    return Opportunity(
        **{
            "probability_bp": last.stage.probability_bp,
            "name": told.name[:120],
            "customer_id": told.customer_id,
            "owner_id": told.owner_id,
            "department_id": told.department_id,
            "stage": last.stage.option,
            "stage_since": _at(last),
            "amount": last.amount,
            "opened_on": told.steps[0].day,
            "closed_on": None if last.stage.is_open else last.day,
            "created_by": by.employee,
            "created_at": by.at,
            "touched_at": told.touched_at or _at(last),
            **told.values,
        }
    )


def _changes(told: Told, row: Opportunity) -> list[OpportunityStage]:
    found: list[OpportunityStage] = []
    for step in told.steps:
        at = max(_at(step), found[-1].at) if found else _at(step)
        found.append(
            OpportunityStage(
                opportunity=row,
                before_id=found[-1].after_id if found else None,
                after=step.stage.option,
                amount=step.amount,
                employee_id=told.owner_id,
                department_id=row.department_id,
                at=at,
                day=step.day,
            )
        )
    return found


def _at(step: Step) -> datetime:
    return step.at or noon(step.day)
