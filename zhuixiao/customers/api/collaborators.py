"""Collaborators of a customer over the API."""

from datetime import date
from typing import Literal

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from zhuixiao.accounts.bearer import api_actor, needs
from zhuixiao.accounts.choices import Right
from zhuixiao.accounts.guards import StaffRequest
from zhuixiao.accounts.models import Employee
from zhuixiao.kit.chosen import chosen

from ..actions import collaborating
from ..actions.collaborating import Terms
from ..models import Collaborator
from ..queries import collaborators
from .customers import visible

router = Router(tags=["customers"])


class CollaboratorOut(Schema):
    id: int
    employee_id: int
    name: str
    right: str
    last_day: date | None


class CollaboratorIn(Schema):
    """`last_day` is included; without it the right has no end."""

    employee_id: int
    right: Literal["read", "work"]
    last_day: date | None = None


@router.get("/customers/{pk}/collaborators", response=list[CollaboratorOut])
@needs("customers", "view")
def working_along(request: StaffRequest, pk: int) -> list[CollaboratorOut]:
    """Who works along on a customer now."""
    rows = collaborators.of_customer(visible(request, pk).pk)
    return [_out(row, request) for row in rows]


@router.post("/customers/{pk}/collaborators", response=CollaboratorOut)
@needs("customers", "edit")
def let_in(request: StaffRequest, pk: int, data: CollaboratorIn) -> CollaboratorOut:
    """Let somebody in, or change on which terms."""
    row = collaborating.let_in(
        by=api_actor(request),
        customer=visible(request, pk),
        employee=chosen(
            Employee.objects.known_to(request.user), data.employee_id, field="employee_id"
        ),
        terms=Terms(Right(data.right), data.last_day),
    )
    return _out(row, request)


@router.delete("/collaborators/{pk}", response={204: None})
@needs("customers", "view")
def let_out(request: StaffRequest, pk: int) -> HttpResponse:
    """Let somebody out; everybody may leave by himself."""
    row = get_object_or_404(Collaborator.objects.visible_to(request.user), pk=pk)
    collaborating.let_out(by=api_actor(request), collaborator=row)
    return HttpResponse(status=204)


def _out(row: Collaborator, request: StaffRequest) -> CollaboratorOut:
    return CollaboratorOut(
        id=row.pk,
        employee_id=row.employee_id,
        name=row.employee.name,
        right=row.right,
        last_day=row.last_day(request.company.zone),
    )
