"""The tree of channels over the API."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status

from zhuixiao.accounts.bearer import api_actor, needs
from zhuixiao.accounts.guards import StaffRequest
from zhuixiao.kit.chosen import chosen
from zhuixiao.kit.typed import Id

from ..actions import channels
from ..models import Channel

router = Router(tags=["catalogue"])


class ChannelIn(Schema):
    name: str
    parent_id: Id | None = None


class ChannelOut(Schema):
    id: int
    name: str
    parent_id: int | None


@router.get("/channels", response=list[ChannelOut])
@needs("catalog", "view")
def index(request: StaffRequest) -> list[Channel]:
    """The tree of channels, parents before children."""
    return list(Channel.objects.filter(retired_at=None).order_by("path"))


@router.post("/channels", response={201: ChannelOut})
@needs("catalog", "manage")
def create(request: StaffRequest, data: ChannelIn) -> Status[Channel]:
    """A new channel as the last one below its parent."""
    parent = _parent(data)
    return Status(201, channels.add(by=api_actor(request), name=data.name, parent=parent))


@router.put("/channels/{pk}", response=ChannelOut)
@needs("catalog", "manage")
def change(request: StaffRequest, pk: int, data: ChannelIn) -> Channel:
    """Rename and move a channel with all below it."""
    channel = get_object_or_404(Channel, pk=pk)
    return channels.change(
        by=api_actor(request), channel=channel, name=data.name, parent=_parent(data)
    )


@router.delete("/channels/{pk}", response={204: None})
@needs("catalog", "manage")
def retire(request: StaffRequest, pk: int) -> HttpResponse:
    """Offer a channel no more; old records keep it."""
    channels.retire(by=api_actor(request), channel=get_object_or_404(Channel, pk=pk))
    return HttpResponse(status=204)


@router.post("/channels/{pk}/comeback", response=ChannelOut)
@needs("catalog", "manage")
def bring_back(request: StaffRequest, pk: int) -> Channel:
    """Offer a retired channel again."""
    channels.bring_back(by=api_actor(request), channel=get_object_or_404(Channel, pk=pk))
    return Channel.objects.get(pk=pk)


def _parent(data: ChannelIn) -> Channel | None:
    if not data.parent_id:
        return None
    return chosen(Channel.objects.all(), data.parent_id, field="parent_id")
