"""Contacts over the API."""

from typing import Any

from django.http import HttpResponse
from ninja import Body, Router, Schema, Status

from zhuixiao.accounts.bearer import api_actor, needs
from zhuixiao.accounts.guards import StaffRequest

from ..actions import contacts, guarding
from ..models import Contact
from ..queries import people as people_queries
from .customers import ChangeIn, opened, visible, visible_contact

router = Router(tags=["customers"])


class ContactOut(Schema):
    id: int
    customer_id: int
    name: str
    title: str
    phone: str
    wechat: str
    email: str
    version: int


@router.get("/customers/{pk}/contacts", response=list[ContactOut])
@needs("customers", "view")
def people(request: StaffRequest, pk: int) -> list[Contact]:
    """The contacts of a customer, phones as far as the person may see them. It counts as opening
    the customer: 429 when the role's day is used up."""
    rows = Contact.objects.filter(customer=opened(request, pk), deleted_at=None)
    return [people_queries.shown_to(row, request.user.access) for row in rows.order_by("position")]


@router.post("/customers/{pk}/contacts", response={201: ContactOut})
@needs("customers", "edit")
def add_contact(request: StaffRequest, pk: int, data: Body[dict[str, Any]]) -> Status[Contact]:
    """A new contact."""
    row = contacts.add(by=api_actor(request), customer=visible(request, pk), values=data)
    return Status(201, people_queries.shown_to(row, request.user.access))


@router.patch("/contacts/{pk}", response=ContactOut)
@needs("customers", "edit")
def change_contact(request: StaffRequest, pk: int, data: ChangeIn) -> Contact:
    """Change a contact. It counts as opening the customer."""
    contact = visible_contact(request, pk)
    by = api_actor(request)
    guarding.note(by=by, customer=contact.customer, company=request.company)
    row = contacts.change(by=by, contact=contact, values=data.values, version=data.version)
    return people_queries.shown_to(row, request.user.access)


@router.delete("/contacts/{pk}", response={204: None})
@needs("customers", "edit")
def remove_contact(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a contact off its customer."""
    contacts.remove(by=api_actor(request), contact=visible_contact(request, pk))
    return HttpResponse(status=204)
