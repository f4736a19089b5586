"""Targets over the API."""

from datetime import date

from ninja import Router, Schema

from zhuixiao.accounts.bearer import api_actor, needs
from zhuixiao.accounts.guards import StaffRequest
from zhuixiao.kit.typed import Id

from ..actions.targets import CHALLENGE, STRETCH, Holder, Plan, set_targets
from ..choices import TargetUnit
from ..queries import targets

router = Router(tags=["targets"])
MOST = 200


class TargetOut(Schema):
    metric: str
    unit: str
    start: date
    department_id: int | None
    employee_id: int | None
    base: int
    stretch: int
    challenge: int
    value: int


class ValueIn(Schema):
    start: date
    department_id: Id | None = None
    employee_id: Id | None = None
    base: int | None


class PlanIn(Schema):
    metric: str
    unit: TargetUnit
    values: list[ValueIn]
    stretch: int = STRETCH
    challenge: int = CHALLENGE
    with_sums: bool = False


class ChangedOut(Schema):
    changed: int


@router.get("/targets", response=list[TargetOut])
@needs("orders", "view")
def list_targets(
    request: StaffRequest, unit: TargetUnit, start: date, metric: str = ""
) -> list[TargetOut]:
    """The targets of a period that the caller may see, each with what is reached; in the metric's
    unit (money in minor units)."""
    rows = targets.visible_to(request.user).filter(unit=unit, start=start).order_by("pk")
    if metric:
        rows = rows.filter(metric=metric)
    return [
        TargetOut(
            metric=one.target.metric,
            unit=one.target.unit,
            start=one.target.start,
            department_id=one.target.department_id,
            employee_id=one.target.employee_id,
            base=one.target.base,
            stretch=one.target.stretch,
            challenge=one.target.challenge,
            value=one.value,
        )
        for one in targets.progress(list(rows[:MOST]), reader=request.user)
    ]


@router.put("/targets", response=ChangedOut)
@needs("orders", "manage")
def put_targets(request: StaffRequest, body: PlanIn) -> ChangedOut:
    """Set targets; `base` null takes one away. `start` is the first day of its period."""
    values = {
        (Holder(row.department_id, row.employee_id), row.start): row.base for row in body.values
    }
    plan = Plan(body.metric, body.unit, values, body.stretch, body.challenge)
    return ChangedOut(
        changed=set_targets(by=api_actor(request), plan=plan, with_sums=body.with_sums)
    )
