"""The tree of departments over the API."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status

from zhuixiao.kit.chosen import chosen
from zhuixiao.kit.typed import Id, Line

from ..actions import departments
from ..bearer import api_actor, needs
from ..choices import DepartmentKind
from ..guards import StaffRequest
from ..models import Department, Employee

router = Router(tags=["organisation"])


class DepartmentIn(Schema):
    name: Line
    parent_id: Id
    kind: DepartmentKind = DepartmentKind.DEPARTMENT
    head_id: Id | None = None


class DepartmentChangeIn(Schema):
    """Without `parent_id` it stays where it is; the head office takes only `head_id`."""

    name: Line
    kind: DepartmentKind
    head_id: Id | None
    parent_id: Id | None = None


class DepartmentOut(Schema):
    id: int
    name: str
    kind: str
    parent_id: int | None
    head_id: int | None


@router.get("/departments", response=list[DepartmentOut])
@needs("accounts", "view")
def index(request: StaffRequest, closed: bool = False) -> list[Department]:  # noqa: FBT001, FBT002
    """The tree, parents before children; with `closed` the units that are closed. A dealer's
    person gets the dealer's part of it."""
    known = Department.objects.known_to(request.user)
    return list(known.filter(closed_at__isnull=not closed).order_by("path"))


@router.post("/departments", response={201: DepartmentOut})
@needs("accounts", "manage")
def create(request: StaffRequest, data: DepartmentIn) -> Status[Department]:
    """A new unit as the last one below its parent."""
    made = departments.add(
        by=api_actor(request),
        name=data.name,
        kind=data.kind,
        parent=_parent(data.parent_id),
        head=_head(data.head_id),
    )
    return Status(201, made)


@router.put("/departments/{pk}", response=DepartmentOut)
@needs("accounts", "manage")
def change(request: StaffRequest, pk: int, data: DepartmentChangeIn) -> Department:
    """Rename a unit, set kind and head, move it with all below it."""
    department = get_object_or_404(Department, pk=pk)
    head = department.head if data.head_id == department.head_id else _head(data.head_id)
    departments.change(
        by=api_actor(request),
        department=department,
        name=data.name,
        kind=data.kind,
        head=head,
        parent=_parent(data.parent_id) if data.parent_id else None,
    )
    return Department.objects.get(pk=pk)


@router.delete("/departments/{pk}", response={204: None})
@needs("accounts", "manage")
def close(request: StaffRequest, pk: int) -> HttpResponse:
    """Close a unit in which nobody works and below which nothing is open."""
    departments.close(by=api_actor(request), department=get_object_or_404(Department, pk=pk))
    return HttpResponse(status=204)


@router.post("/departments/{pk}/comeback", response=DepartmentOut)
@needs("accounts", "manage")
def reopen(request: StaffRequest, pk: int) -> Department:
    """Open a closed unit again."""
    return departments.reopen(
        by=api_actor(request), department=get_object_or_404(Department, pk=pk)
    )


def _parent(pk: int) -> Department:
    return chosen(Department.objects.all(), pk, field="parent_id")


def _head(pk: int | None) -> Employee | None:
    if pk is None:
        return None
    head: Employee = chosen(Employee.objects.active(), pk, field="head_id")
    return head
