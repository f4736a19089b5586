"""Groups of people over the API."""

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status

from zhuixiao.kit.errors import Invalid
from zhuixiao.kit.typed import Id, Line

from ..actions import groups
from ..bearer import api_actor, needs
from ..guards import StaffRequest
from ..models import Employee, Group

router = Router(tags=["organisation"])


class GroupIn(Schema):
    """All members of the group, who work here."""

    name: Line
    member_ids: list[Id]


class GroupOut(Schema):
    id: int
    name: str
    member_ids: list[int]

    @staticmethod
    def resolve_member_ids(group: Group) -> list[int]:
        return [person.pk for person in group.members.all() if person.is_active]


@router.get("/groups", response=list[GroupOut])
@needs("accounts", "view")
def index(request: StaffRequest) -> list[Group]:
    """Groups of people for one-click choice. A dealer's person gets those with people of the
    dealer, and only these in them."""
    members = Prefetch("members", Employee.objects.known_to(request.user))
    groups = Group.objects.known_to(request.user).prefetch_related(members)
    return list(groups.order_by("position", "pk"))


@router.post("/groups", response={201: GroupOut})
@needs("accounts", "manage")
def create(request: StaffRequest, data: GroupIn) -> Status[Group]:
    """A new group at the end of the list."""
    return Status(201, _save(request, data, None))


@router.put("/groups/{pk}", response=GroupOut)
@needs("accounts", "manage")
def change(request: StaffRequest, pk: int, data: GroupIn) -> Group:
    """Rename a group and set its members."""
    return _save(request, data, get_object_or_404(Group, pk=pk))


@router.delete("/groups/{pk}", response={204: None})
@needs("accounts", "manage")
def remove(request: StaffRequest, pk: int) -> HttpResponse:
    """Delete a group; the people stay."""
    groups.remove(by=api_actor(request), group=get_object_or_404(Group, pk=pk))
    return HttpResponse(status=204)


def _save(request: StaffRequest, data: GroupIn, group: Group | None) -> Group:
    people = Employee.objects.active().in_bulk()
    if not people.keys() >= set(data.member_ids):
        raise Invalid({"member_ids": _("This choice is not known.")})
    members = [people[pk] for pk in data.member_ids]
    return groups.save(by=api_actor(request), name=data.name, members=members, group=group)
