"""Visits over the API: the list, routes, signing in and out."""

from datetime import date, datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status

from zhuixiao.accounts.bearer import api_actor, needs
from zhuixiao.accounts.guards import StaffRequest
from zhuixiao.accounts.models import Employee
from zhuixiao.kit import paging
from zhuixiao.kit.paging import Slice
from zhuixiao.kit.typed import Id

from ..actions import visit_plans, visits
from ..models import Visit, VisitPlan, VisitType
from .moments import MomentIn, moment

router = Router(tags=["field"])


class SignInIn(MomentIn):
    customer_id: Id
    type_id: Id | None = None
    reason: str = ""


class SignOutIn(MomentIn):
    note: str = ""
    next_on: date | None = None
    next_note: str = ""


class VisitOut(Schema):
    id: int
    client_id: UUID
    customer_id: int
    employee_id: int
    type_id: int
    state: str
    day: date
    at: datetime
    claimed_at: datetime
    latitude: float | None
    longitude: float | None
    accuracy: float | None
    is_mock: bool
    whereabouts: str
    distance: int | None
    reason: str
    is_verified: bool
    is_detached: bool
    out_at: datetime | None
    out_distance: int | None
    minutes: int
    note: str
    next_on: date | None
    activity_id: int | None


class VisitsOut(Schema):
    items: list[VisitOut]
    next: str


class VisitTypeOut(Schema):
    id: int
    name: str
    is_default: bool
    fence: int
    photos_from: str
    steps: list[dict[str, object]]


class PlanIn(Schema):
    customer_id: Id
    day: date
    employee_id: Id | None = None
    note: str = ""


class PlanOut(Schema):
    id: int
    customer_id: int
    employee_id: int
    day: date
    position: int
    note: str
    visit_id: int | None


class PlansOut(Schema):
    items: list[PlanOut]


@router.get("/field/visits", response=VisitsOut)
@needs("visits", "view")
def index(
    request: StaffRequest,
    customer_id: Id | None = None,
    employee_id: Id | None = None,
    day: date | None = None,
    cursor: str = "",
    limit: int = paging.MOST_ROWS,
) -> Slice[Visit]:
    """Visits that the caller may see, the newest first."""
    rows = Visit.objects.visible_to(request.user)
    if customer_id is not None:
        rows = rows.filter(customer=customer_id)
    if employee_id is not None:
        rows = rows.filter(employee=employee_id)
    if day is not None:
        rows = rows.filter(day=day)
    return paging.after(cursor, rows, by="-at", limit=limit)


@router.get("/field/visits/types", response=list[VisitTypeOut])
@needs("visits", "view")
def types(request: StaffRequest) -> list[VisitType]:
    """The types that can be chosen, the default first."""
    return list(VisitType.objects.in_use())


@router.post("/field/visits", response={201: VisitOut})
@needs("visits", "create")
def sign_in(request: StaffRequest, data: SignInIn) -> Status[Visit]:
    """Arrive at a customer; the same `client_id` again gives the same visit."""
    by = api_actor(request)
    new = visits.SignIn(data.customer_id, data.type_id, data.reason)
    return Status(201, visits.sign_in(by=by, capture=moment(by, data), new=new))


@router.get("/field/visits/{pk}", response=VisitOut)
@needs("visits", "view")
def read(request: StaffRequest, pk: int) -> Visit:
    """One visit that the caller may see."""
    return get_object_or_404(Visit.objects.visible_to(request.user), pk=pk)


@router.post("/field/visits/{pk}/end", response=VisitOut)
@needs("visits", "create")
def sign_out(request: StaffRequest, pk: int, data: SignOutIn) -> Visit:
    """Leave: the visit becomes an action record. Its visitor alone can."""
    by = api_actor(request)
    visit = get_object_or_404(Visit.objects.visible_to(request.user), pk=pk)
    end = visits.SignOut(data.note, data.next_on, data.next_note)
    return visits.sign_out(by=by, capture=moment(by, data), visit=visit.client_id, end=end)


@router.get("/field/route", response=PlansOut)
@needs("visits", "view")
def route(
    request: StaffRequest, day: date | None = None, employee_id: Id | None = None
) -> dict[str, list[VisitPlan]]:
    """The planned visits of a day, else of today, in their order; the own ones without
    `employee_id`."""
    wanted = day or api_actor(request).today
    rows = VisitPlan.objects.visible_to(request.user).filter(day=wanted)
    return {"items": list(rows.filter(employee=employee_id or request.user.pk).in_order())}


@router.post("/field/route", response={201: PlanOut})
@needs("visits", "create")
def plan(request: StaffRequest, data: PlanIn) -> Status[VisitPlan]:
    """Put a customer at the end of a route."""
    by = api_actor(request)
    people = Employee.objects.with_access().active()
    person = get_object_or_404(people, pk=data.employee_id) if data.employee_id else by.employee
    made = visit_plans.add(
        by=by, person=person, day=data.day, customer_id=data.customer_id, note=data.note
    )
    return Status(201, made)


@router.delete("/field/route/{pk}", response={204: None})
@needs("visits", "create")
def unplan(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a planned visit off."""
    rows = VisitPlan.objects.visible_to(request.user).select_related("employee", "customer")
    visit_plans.remove(by=api_actor(request), plan=get_object_or_404(rows, pk=pk))
    return HttpResponse(status=204)
