"""Employees over the API: the same actions as the pages."""

from typing import Annotated, Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status
from pydantic import AfterValidator

from zhuixiao.kit.chosen import chosen
from zhuixiao.kit.text.normal import clean
from zhuixiao.kit.typed import Id, Line

from ..actions import employees, entering, second_factor
from ..bearer import api_actor, needs
from ..guards import StaffRequest
from ..models import Department, Employee, Role

router = Router(tags=["organisation"])
Address = Annotated[str, Field(max_length=254), AfterValidator(clean)]


class PersonOut(Schema):
    id: int
    name: str
    username: str
    title: str
    department_id: int
    is_active: bool


class EmployeeOut(PersonOut):
    """A person with what only those see who manage the organisation."""

    phone: str | None
    email: str | None
    role_id: int
    has_totp: bool
    version: int


class EmployeeIn(Schema):
    name: Line
    username: Line
    department_id: Id
    role_id: Id
    phone: Line = ""
    email: Address = ""
    title: Line = ""


class EmployeeChangeIn(Schema):
    """Only what is sent is changed; `version` is the one that was read."""

    name: Line = ""
    username: Line = ""
    department_id: Id = 0
    role_id: Id = 0
    phone: Line = ""
    email: Address = ""
    title: Line = ""
    version: Id | None = None


class InvitationOut(Schema):
    """`link` sets a password once, within 72 hours."""

    link: str


@router.get("/employees", response=list[PersonOut])
@needs("accounts", "view")
def index(request: StaffRequest, active: bool = True) -> list[Employee]:  # noqa: FBT001, FBT002
    """The company's people. A dealer's person gets those of the dealer."""
    known = Employee.objects.known_to(request.user)
    return list(known.filter(is_active=active).order_by("pk"))


@router.post("/employees", response={201: EmployeeOut})
@needs("accounts", "manage")
def hire(request: StaffRequest, data: EmployeeIn) -> Status[Employee]:
    """A new person, who gets in by an invitation."""
    return Status(201, employees.hire(by=api_actor(request), **_values(data.dict())))


@router.get("/employees/{pk}", response=EmployeeOut)
@needs("accounts", "manage")
def read(request: StaffRequest, pk: int) -> Employee:
    """One person, working here or not."""
    return _employee(pk)


@router.patch("/employees/{pk}", response=EmployeeOut)
@needs("accounts", "manage")
def change(request: StaffRequest, pk: int, data: EmployeeChangeIn) -> Employee:
    """Change a person; 409 when somebody else changed the same fields."""
    employee, values = _employee(pk), data.dict(exclude_unset=True)
    seen = values.pop("version", None)
    version = employee.version if seen is None else seen
    return employees.change(
        by=api_actor(request), employee=employee, version=version, **_values(values)
    )


@router.post("/employees/{pk}/invitation", response={201: InvitationOut})
@needs("accounts", "manage")
def invite(request: StaffRequest, response: HttpResponse, pk: int) -> Status[dict[str, str]]:
    """A new link with which the person sets a password; earlier ones end. It is shown once."""
    # Not kept as the answer to a repeated request either: only a hash of the link is stored.
    response.headers["Cache-Control"] = "no-store"
    link = employees.invite(by=api_actor(request), employee=_employee(pk))
    return Status(201, {"link": link})


@router.post("/employees/{pk}/deactivation", response=EmployeeOut)
@needs("accounts", "manage")
def deactivate(request: StaffRequest, pk: int) -> Employee:
    """The person leaves: sessions, tokens, invitations and password end at once."""
    return employees.deactivate(by=api_actor(request), employee=_employee(pk))


@router.delete("/employees/{pk}/deactivation", response=EmployeeOut)
@needs("accounts", "manage")
def reactivate(request: StaffRequest, pk: int) -> Employee:
    """The person is back, and gets in by a new invitation."""
    return employees.reactivate(by=api_actor(request), employee=_employee(pk))


@router.delete("/employees/{pk}/sessions", response={204: None})
@needs("accounts", "manage")
def end_sessions(request: StaffRequest, pk: int) -> HttpResponse:
    """Log a person out everywhere."""
    entering.end_sessions(by=api_actor(request), employee=_employee(pk))
    return HttpResponse(status=204)


@router.delete("/employees/{pk}/second-factor", response={204: None})
@needs("accounts", "manage")
def remove_second_factor(request: StaffRequest, pk: int) -> HttpResponse:
    """Take the second factor off, for a lost phone."""
    second_factor.remove(by=api_actor(request), employee=_employee(pk))
    return HttpResponse(status=204)


def _employee(pk: int) -> Employee:
    employee: Employee = get_object_or_404(Employee.objects.with_access(), pk=pk)
    return employee


def _values(values: dict[str, Any]) -> dict[str, Any]:
    """The values with the records in place of their ids."""
    if "department_id" in values:
        values["department"] = chosen(
            Department.objects.all(), values.pop("department_id"), field="department_id"
        )
    if "role_id" in values:
        values["role"] = chosen(Role.objects.all(), values.pop("role_id"), field="role_id")
    return values
