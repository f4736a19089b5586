"""Regions over the API."""

from datetime import date
from typing import Annotated

from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status

from zhuixiao.accounts.bearer import api_actor, needs
from zhuixiao.accounts.guards import StaffRequest

from ..actions import regions
from ..models import Region

router = Router(tags=["catalogue"])
MOST = 50


class RegionChangeIn(Schema):
    """All that a unit holds; positions in degrees of WGS-84."""

    name: str
    longitude: Annotated[float, Field(ge=-180, le=180)] | None
    latitude: Annotated[float, Field(ge=-90, le=90)] | None
    valid_from: date | None
    valid_to: date | None


class RegionIn(Schema):
    """Where the unit belongs is written in its code."""

    adcode: int
    name: str
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = None
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    valid_from: date | None = None


class RegionOut(Schema):
    adcode: int
    name: str
    full_name: str
    level: int
    longitude: float | None
    latitude: float | None
    valid_from: date | None
    valid_to: date | None


@router.get("/regions", response=list[RegionOut])
@needs("catalog", "view")
def index(request: StaffRequest, q: str = "", parent: int | None = None) -> list[Region]:
    """Regions whose name holds `q`, or those right below a region."""
    rows = Region.objects.order_by("adcode")
    if parent is not None:
        return list(rows.filter(parent_id=parent if 0 < parent < 10**6 else 0))
    return list(rows.filter(full_name__contains=q[:40])[:MOST])


@router.post("/regions", response={201: RegionOut})
@needs("catalog", "manage")
def create(request: StaffRequest, data: RegionIn) -> Status[Region]:
    """A unit that the state has made."""
    return Status(201, regions.add(by=api_actor(request), **data.dict()))


@router.put("/regions/{adcode}", response=RegionOut)
@needs("catalog", "manage")
def change(request: StaffRequest, adcode: int, data: RegionChangeIn) -> Region:
    """Change a unit; a new name is carried into the full names below it."""
    region = get_object_or_404(Region, pk=adcode)
    return regions.change(by=api_actor(request), region=region, **data.dict())
