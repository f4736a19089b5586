"""Customers over the API: the same queries and actions as the pages."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema, Status

from zhuixiao.accounts.bearer import api_actor, needs
from zhuixiao.accounts.choices import Right, Via
from zhuixiao.accounts.guards import StaffRequest
from zhuixiao.accounts.models import Employee
from zhuixiao.kit.chosen import chosen
from zhuixiao.kit.errors import Invalid
from zhuixiao.kit.typed import Id
from zhuixiao.ledger.queries import load_facts, timeline

from .. import filters
from ..actions import contacts, creating, editing, guarding, transferring, trash
from ..actions.collaborating import Terms
from ..actions.creating import NewCustomer
from ..duplicate_rules import Facts
from ..fields import Field, Kind, all_fields, visible_fields
from ..models import Contact, Customer
from ..queries import duplicates, search, sorting, table

router = Router(tags=["customers"])


class ListIn(Schema):
    """`filter` is the JSON of a filter tree, `sort` field keys with - for descending."""

    q: str = ""
    filter: str = ""
    sort: str = ""
    cursor: str = ""
    limit: int = 50


class CustomerOut(Schema):
    """`values` are empty where a new customer is out of the caller's sight, having gone to somebody
    else."""

    id: int
    version: int
    values: dict[str, Any]


class CustomersOut(Schema):
    items: list[CustomerOut]
    next: str


class CustomerIn(Schema):
    values: dict[str, Any]
    contacts: list[dict[str, Any]] = []
    owner_id: int | None = None
    by_rules: bool = False


class ChangeIn(Schema):
    values: dict[str, Any]
    version: int | None = None


class AssignmentIn(Schema):
    """With `former` the owner until now stays as a collaborator who may read or work."""

    customer_ids: list[Id]
    owner_id: int
    former: Literal["read", "work"] | None = None


class CountOut(Schema):
    count: int


class AssignedOut(CountOut):
    approval_id: int | None = None


class DuplicateOut(Schema):
    customer_id: int | None
    name: str
    owner: str
    reason: str


class TimelineOut(Schema):
    items: list[dict[str, Any]]
    next: str


@router.get("/customers", response=CustomersOut)
@needs("customers", "view")
def index(request: StaffRequest, asked: Query[ListIn]) -> dict[str, Any]:
    """Customers that the person may see, filtered and sorted, a page at a time. Phones and mail
    addresses are masked as in every list; one customer alone has them in full."""
    me = request.user
    fields = visible_fields(me.access)
    reading = _reading(request, fields)
    tree = filters.parse(_json(asked.filter), reader=me, fields=fields)
    conditions = tree.q(today=reading.today, zone=reading.zone)
    if asked.q:
        conditions &= search.matching(asked.q, reader=me)
    page = table.page(
        reading,
        conditions=conditions,
        sort=sorting.keys(asked.sort, fields=fields, access=me.access),
        after=asked.cursor,
        limit=max(1, min(asked.limit, table.MOST_ROWS)),
    )
    return {"items": [_out(row, fields) for row in page.rows], "next": page.next}


@router.post("/customers", response={201: CustomerOut})
@needs("customers", "create")
def create(request: StaffRequest, data: CustomerIn) -> Status[dict[str, Any]]:
    """A new customer; without `owner_id` the caller's own, or with `by_rules` that of whom the
    assignment rules say. Where the caller may not see it any more, `values` are empty."""
    owner = _owner(request, data.owner_id)
    by = api_actor(request)
    people = [contacts.checked(row, access=by.employee.access) for row in data.contacts]
    new = NewCustomer(typed(data.values), owner, people)
    customer = creating.create(by=by, new=new, by_rules=data.by_rules)
    made = _found(request, customer.pk)
    # An error would tell a program to try again, and there would be two.
    return Status(201, made or {"id": customer.pk, "version": customer.version, "values": {}})


@router.get("/customers/duplicates", response=list[DuplicateOut])
@needs("customers", "view")
def same(
    request: StaffRequest,
    name: str = "",
    phone: str = "",
    credit_code: str = "",
    email: str = "",
    region: int | None = None,
) -> list[dict[str, Any]]:
    """Customers like this one by the company's rules, as whoever types it reads them on the page;
    of those out of scope only the owner's name."""
    found = duplicates.find(
        Facts(name[:120], phone[:120], credit_code[:18], email[:254], region),
        visible_to=request.user,
        company=request.company,
        via=Via.PAGE,
    )
    return [
        {
            "customer_id": row.customer.pk if row.customer else None,
            "name": row.customer.name if row.customer else "",
            "owner": row.owner,
            "reason": row.reason,
        }
        for row in found
    ]


@router.post("/customers/assignments", response=AssignedOut)
@needs("customers", "assign")
def assign(request: StaffRequest, data: AssignmentIn) -> AssignedOut:
    """Give customers to an employee; where somebody must agree, `approval_id` says to what."""
    owner = chosen(Employee.objects.known_to(request.user), data.owner_id, field="owner_id")
    done = transferring.transfer(
        by=api_actor(request),
        customer_ids=data.customer_ids,
        owner=owner,
        former=Terms(Right(data.former)) if data.former else None,
    )
    return AssignedOut(count=done.count, approval_id=done.request.pk if done.request else None)


@router.get("/customers/{pk}", response=CustomerOut)
@needs("customers", "view")
def read(request: StaffRequest, pk: int) -> dict[str, Any]:
    """One customer; 429 when the role's day is used up."""
    opened(request, pk)
    return _one(request, pk)


@router.patch("/customers/{pk}", response=CustomerOut)
@needs("customers", "edit")
def change(request: StaffRequest, pk: int, data: ChangeIn) -> dict[str, Any]:
    """Change fields; 409 with base, mine and theirs when somebody else changed the same ones. It
    counts as opening the customer: 429 when the role's day is used up."""
    customer = opened(request, pk)
    editing.edit(
        by=api_actor(request),
        customer=customer,
        values=typed(data.values),
        version=data.version,
    )
    return _one(request, pk)


@router.delete("/customers/{pk}", response={204: None})
@needs("customers", "delete")
def delete(request: StaffRequest, pk: int) -> HttpResponse:
    """Move to the trash."""
    trash.delete(by=api_actor(request), customer_ids=[visible(request, pk).pk])
    return HttpResponse(status=204)


@router.post("/customers/{pk}/restoration", response=CustomerOut)
@needs("customers", "delete")
def restore(request: StaffRequest, pk: int) -> dict[str, Any]:
    """Bring back from the trash. It counts as opening the customer."""
    customer = get_object_or_404(Customer.objects.in_trash_of(request.user), pk=pk)
    by = api_actor(request)
    guarding.note(by=by, customer=customer, company=request.company)
    trash.restore(by=by, customer_ids=[customer.pk])
    return _one(request, pk)


@router.get("/customers/{pk}/timeline", response=TimelineOut)
@needs("customers", "view")
def history(request: StaffRequest, pk: int, cursor: str = "") -> dict[str, Any]:
    """What happened with the customer, newest first."""
    page = timeline(visible(request, pk).pk, visible_to=request.user, after=cursor)
    items = [
        {
            "at": line.entry.at,
            "metric": line.metric.key,
            "kind": line.kind.key,
            "id": line.entry.fact_id,
            "text": str(line.fact),
            "url": line.url,
        }
        for line in load_facts(page.entries, request.user)
    ]
    return {"items": items, "next": page.after}


def typed(values: Mapping[str, Any]) -> dict[str, Any]:
    """JSON values as the actions take them: a day of a date field comes as ISO text."""
    taken = dict(values)
    for field in _date_fields(taken):
        try:
            taken[field.key] = date.fromisoformat(taken[field.key])
        except (TypeError, ValueError) as error:
            raise Invalid({field.key: "YYYY-MM-DD"}) from error
    return taken


def _date_fields(values: Mapping[str, Any]) -> list[Field]:
    return [field for field in all_fields() if field.kind == Kind.DATE and values.get(field.key)]


def visible(request: StaffRequest, pk: int) -> Customer:
    """The customer, or 404."""
    return get_object_or_404(Customer.objects.visible_to(request.user), pk=pk)


def visible_contact(request: StaffRequest, pk: int) -> Contact:
    """The contact with its customer, or 404."""
    rows = Contact.objects.visible_to(request.user).select_related("customer")
    return get_object_or_404(rows, pk=pk)


def opened(request: StaffRequest, pk: int) -> Customer:
    """`visible` for an answer that shows how the customer is reached. Raises TooMuch."""
    customer = visible(request, pk)
    guarding.note(by=api_actor(request), customer=customer, company=request.company)
    return customer


def _reading(request: StaffRequest, fields: list[Field], *, full: bool = False) -> table.Reading:
    return table.Reading(
        reader=request.user,
        columns=fields,
        today=request.company.today(timezone.now()),
        zone=request.company.zone,
        full=full,
    )


def _one(request: StaffRequest, pk: int) -> dict[str, Any]:
    found = _found(request, pk)
    if found is None:
        raise Http404
    return found


def _found(request: StaffRequest, pk: int) -> dict[str, Any] | None:
    fields = visible_fields(request.user.access)
    page = table.page(
        _reading(request, fields, full=True),
        conditions=Q(pk=pk),
        sort=sorting.keys("", fields=fields, access=request.user.access),
        limit=1,
    )
    return _out(page.rows[0], fields) if page.rows else None


def _out(row: table.TableRow, fields: list[Field]) -> dict[str, Any]:
    values = {field.key: cell for field, cell in zip(fields, row.cells, strict=True)}
    return {"id": row.pk, "version": row.version, "values": values}


def _json(text: str) -> Any:
    try:
        return json.loads(text) if text else None
    except ValueError as error:
        raise Invalid({"filter": "JSON"}) from error


def _owner(request: StaffRequest, pk: int | None) -> Employee:
    if pk is None or pk == request.user.pk:
        return request.user
    request.user.access.check("customers", "assign")
    known = Employee.objects.active().known_to(request.user)
    owner: Employee = get_object_or_404(known, pk=pk)
    return owner
