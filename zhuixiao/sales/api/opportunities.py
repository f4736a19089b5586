"""Opportunities over the API."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status

from zhuixiao.accounts.bearer import api_actor, needs
from zhuixiao.accounts.guards import StaffRequest
from zhuixiao.kit import paging
from zhuixiao.kit.paging import Slice
from zhuixiao.kit.typed import Id

from ..actions import opportunities, opportunity_moving, opportunity_trash, stage_rules
from ..actions.opportunity_moving import Entry
from ..actions.opportunity_values import NewOpportunity, WantedLine, state_of
from ..models import Opportunity, OpportunityLine
from ..queries.stages import Stage, stage_of, stages

router = Router(tags=["opportunities"])


class WantedLineIn(Schema):
    """A product: quantity in thousandths, price per unit in hundredths of a minor unit."""

    product_id: Id
    quantity: int
    price: int


class OpportunityIn(Schema):
    """Money in minor units, probability in basis points. Without an owner it is the customer's
    owner's; without a stage it begins in the first one."""

    name: str
    customer_id: Id
    stage_id: Id | None = None
    contact_id: Id | None = None
    owner_id: Id | None = None
    amount: int = 0
    probability_bp: int | None = None
    expected_on: date | None = None
    competitor_ids: list[Id] = []
    next_step: str = ""
    next_step_on: date | None = None
    note: str = ""
    lines: list[WantedLineIn] = []
    opened_on: date | None = None


class OpportunityChangeIn(Schema):
    """Only what is named changes; `version` is the one that was read."""

    name: str | None = None
    contact_id: Id | None = None
    owner_id: Id | None = None
    amount: int | None = None
    probability_bp: int | None = None
    expected_on: date | None = None
    competitor_ids: list[Id] | None = None
    next_step: str | None = None
    next_step_on: date | None = None
    loss_reason_id: Id | None = None
    note: str | None = None
    lines: list[WantedLineIn] | None = None
    version: int | None = None


class EntryIn(Schema):
    """A stage to enter and what it asks for; `closed_on` is the day of winning or losing."""

    stage_id: Id
    amount: int | None = None
    probability_bp: int | None = None
    expected_on: date | None = None
    contact_id: Id | None = None
    loss_reason_id: Id | None = None
    competitor_ids: list[Id] | None = None
    next_step: str | None = None
    next_step_on: date | None = None
    note: str | None = None
    closed_on: date | None = None
    version: int | None = None


class OpportunityOut(Schema):
    id: int
    name: str
    customer_id: int
    contact_id: int | None
    owner_id: int
    stage_id: int
    stage_since: datetime
    probability_bp: int
    amount: int
    expected_on: date | None
    next_step: str
    next_step_on: date | None
    loss_reason_id: int | None
    note: str
    opened_on: date
    closed_on: date | None
    touched_at: datetime
    version: int


class OpportunitiesOut(Schema):
    items: list[OpportunityOut]
    next: str


class StageEntryOut(Schema):
    """It entered a stage on a day with an amount."""

    stage_id: int
    day: date
    amount: int

    @staticmethod
    def resolve_stage_id(change: object) -> int:
        return int(change.after_id)  # type: ignore[attr-defined]


class OpportunityDetailOut(OpportunityOut):
    competitor_ids: list[int]
    lines: list[WantedLineIn]
    stages: list[StageEntryOut]

    @staticmethod
    def resolve_competitor_ids(row: Opportunity) -> list[int]:
        return list(row.competitors.order_by("pk").values_list("pk", flat=True))

    @staticmethod
    def resolve_lines(row: Opportunity) -> Sequence[OpportunityLine]:
        return list(row.lines.order_by("position"))

    @staticmethod
    def resolve_stages(row: Opportunity) -> Sequence[object]:
        return list(row.stages.order_by("at", "pk"))


class StageOut(Schema):
    """A stage: `outcome` is open, won or lost; `needs` are fields asked for on entry."""

    id: int
    name: str
    outcome: str
    probability_bp: int
    stale_days: int
    needs: list[str]

    @staticmethod
    def resolve_id(stage: Stage) -> int:
        return stage.pk


class StageIn(Schema):
    probability_bp: int
    stale_days: int = 14
    needs: list[str] = []


@router.get("/opportunities", response=OpportunitiesOut)
@needs("opportunities", "view")
def index(
    request: StaffRequest,
    closed: bool = False,  # noqa: FBT001, FBT002
    customer_id: Id | None = None,
    cursor: str = "",
    limit: int = paging.MOST_ROWS,
) -> Slice[Opportunity]:
    """Open ones (or closed ones) that the caller sees, of one customer if asked, oldest first."""
    rows = Opportunity.objects.visible_to(request.user)
    rows = rows.exclude(closed_on=None) if closed else rows.filter(closed_on=None)
    if customer_id is not None:
        rows = rows.filter(customer=customer_id)
    return paging.after(cursor, rows, by="opened_on", limit=limit)


@router.post("/opportunities", response={201: OpportunityDetailOut})
@needs("opportunities", "create")
def create(request: StaffRequest, data: OpportunityIn) -> Status[Opportunity]:
    """Take one up."""
    values = data.dict(exclude={"lines"})
    new = NewOpportunity(**values, lines=_lines(data.lines))
    return Status(201, opportunities.add(by=api_actor(request), new=new))


@router.get("/opportunities/{pk}", response=OpportunityDetailOut)
@needs("opportunities", "view")
def read(request: StaffRequest, pk: int) -> Opportunity:
    """One with its products, competitors and stages."""
    return _visible(request, pk)


@router.patch("/opportunities/{pk}", response=OpportunityDetailOut)
@needs("opportunities", "edit")
def change(request: StaffRequest, pk: int, data: OpportunityChangeIn) -> Opportunity:
    """Change what is named; customer and stage stay."""
    row = _visible(request, pk)
    values = data.dict(exclude_unset=True, exclude={"version", "lines"})
    for name in ("name", "amount", "competitor_ids", "next_step", "note", "probability_bp"):
        if name in values and values[name] is None:
            del values[name]
    new = replace(_held(row), **values)
    if data.lines is not None:
        new = replace(new, lines=_lines(data.lines))
    return opportunities.edit(by=api_actor(request), opportunity=row, new=new, version=data.version)


@router.post("/opportunities/{pk}/moves", response=OpportunityDetailOut)
@needs("opportunities", "edit")
def move(request: StaffRequest, pk: int, data: EntryIn) -> Opportunity:
    """Enter a stage, also back or open again."""
    entry = Entry(**data.dict(exclude={"version"}))
    return opportunity_moving.move(
        by=api_actor(request),
        opportunity=_visible(request, pk),
        entry=entry,
        version=data.version,
    )


@router.delete("/opportunities/{pk}", response={204: None})
@needs("opportunities", "delete")
def delete(request: StaffRequest, pk: int) -> HttpResponse:
    """Take one away; `restoration` brings it back."""
    opportunity_trash.delete(by=api_actor(request), opportunity=_visible(request, pk))
    return HttpResponse(status=204)


@router.post("/opportunities/{pk}/restoration", response=OpportunityDetailOut)
@needs("opportunities", "delete")
def restore(request: StaffRequest, pk: int) -> Opportunity:
    """Bring a deleted one back."""
    row = get_object_or_404(Opportunity.objects.restorable_by(request.user), pk=pk)
    opportunity_trash.restore(by=api_actor(request), opportunity=row)
    return _visible(request, pk)


@router.get("/opportunity-stages", response=list[StageOut])
@needs("opportunities", "view")
def stage_list(request: StaffRequest) -> list[Stage]:
    """The stages in use in their order; names, colours and order are options of a pick list."""
    return stages()


@router.put("/opportunity-stages/{pk}", response=StageOut)
@needs("opportunities", "manage")
def stage_change(request: StaffRequest, pk: int, data: StageIn) -> Stage:
    """Change probability, stale days and asked fields of a stage."""
    stage = stage_of(pk)
    if stage is None:
        raise Http404
    stage_rules.set_rule(by=api_actor(request), stage=stage, **data.dict())
    return stage_of(pk) or stage


def _visible(request: StaffRequest, pk: int) -> Opportunity:
    rows = Opportunity.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("customer"), pk=pk)


def _lines(rows: Sequence[WantedLineIn]) -> list[WantedLine]:
    return [WantedLine(row.product_id, row.quantity, row.price) for row in rows]


def _held(row: Opportunity) -> NewOpportunity:
    """What it says already."""
    state = state_of(row)
    lines = [WantedLine(*line) for line in state.pop("lines")]
    return NewOpportunity(competitor_ids=state.pop("competitors"), lines=lines, **state)
