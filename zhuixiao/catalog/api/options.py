"""Pick lists over the API."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status

from zhuixiao.accounts.bearer import api_actor, needs
from zhuixiao.accounts.guards import StaffRequest
from zhuixiao.kit.chosen import chosen
from zhuixiao.kit.typed import Id

from ..actions import options
from ..choices import Colour, PickList, StageOutcome
from ..models import Option

router = Router(tags=["catalogue"])


class OptionChangeIn(Schema):
    """`outcome` says what a stage counts as; other lists have none."""

    name: str
    colour: Colour = Colour.GREY
    outcome: StageOutcome | None = None


class OptionIn(OptionChangeIn):
    pick_list: PickList


class OrderIn(Schema):
    """Those not named keep their order, behind."""

    pick_list: PickList
    option_ids: list[Id]


class MergeIn(Schema):
    into_id: Id


class MergedOut(Schema):
    records: int


class OptionOut(Schema):
    id: int
    pick_list: str
    name: str
    colour: str
    key: str
    outcome: str
    is_retired: bool

    @staticmethod
    def resolve_is_retired(option: Option) -> bool:
        return option.retired_at is not None


@router.get("/options", response=list[OptionOut])
@needs("catalog", "view")
def index(request: StaffRequest, pick_list: PickList | None = None) -> list[Option]:
    """Options of one pick list, or of all."""
    rows = Option.objects.order_by("pick_list", "position", "pk")
    return list(rows.filter(pick_list=pick_list) if pick_list else rows)


@router.post("/options", response={201: OptionOut})
@needs("catalog", "manage")
def create(request: StaffRequest, data: OptionIn) -> Status[Option]:
    """A new option at the end of its list."""
    option = options.add(by=api_actor(request), pick_list=data.pick_list, **_values(data))
    return Status(201, option)


@router.put("/options/order", response=list[OptionOut])
@needs("catalog", "manage")
def order(request: StaffRequest, data: OrderIn) -> list[Option]:
    """Put the options of a list into an order."""
    options.reorder(by=api_actor(request), pick_list=data.pick_list, ids=data.option_ids)
    return list(Option.objects.of(data.pick_list))


@router.put("/options/{pk}", response=OptionOut)
@needs("catalog", "manage")
def change(request: StaffRequest, pk: int, data: OptionChangeIn) -> Option:
    """Rename and recolour an option; for a stage, say what it counts as."""
    option = get_object_or_404(Option, pk=pk)
    return options.change(by=api_actor(request), option=option, **_values(data))


@router.delete("/options/{pk}", response={204: None})
@needs("catalog", "manage")
def retire(request: StaffRequest, pk: int) -> HttpResponse:
    """Offer an option no more; old records keep it."""
    options.retire(by=api_actor(request), option=get_object_or_404(Option, pk=pk))
    return HttpResponse(status=204)


@router.post("/options/{pk}/comeback", response=OptionOut)
@needs("catalog", "manage")
def bring_back(request: StaffRequest, pk: int) -> Option:
    """Offer a retired option again."""
    options.bring_back(by=api_actor(request), option=get_object_or_404(Option, pk=pk))
    return Option.objects.get(pk=pk)


@router.post("/options/{pk}/merging", response=MergedOut)
@needs("catalog", "manage")
def merge(request: StaffRequest, pk: int, data: MergeIn) -> dict[str, int]:
    """Let everything that uses an option use another one of its list; how many records that was."""
    option = get_object_or_404(Option, pk=pk)
    into = chosen(Option.objects.all(), data.into_id, field="into_id")
    return {"records": options.merge(by=api_actor(request), option=option, into=into)}


def _values(data: OptionChangeIn) -> dict[str, Any]:
    return {"name": data.name, "colour": data.colour, "outcome": data.outcome or ""}
