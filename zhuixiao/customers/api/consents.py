"""Notes of consent over the API."""

from datetime import date, datetime

from ninja import Router, Schema, Status

from zhuixiao.accounts.bearer import api_actor, needs
from zhuixiao.accounts.guards import StaffRequest

from ..actions import consenting
from ..actions.consenting import Said
from ..choices import ConsentPurpose, ConsentWay
from ..models import Consent
from ..persons import Person
from ..queries import consents
from .customers import visible, visible_contact

router = Router(tags=["customers"])


class ConsentIn(Schema):
    """`about` says in words what it is for; needed for the purpose "other"."""

    purpose: ConsentPurpose
    is_given: bool
    way: ConsentWay
    on: date
    about: str = ""


class ConsentOut(ConsentIn):
    id: int
    noted_by_id: int
    noted_at: datetime


@router.get("/contacts/{pk}/consents", response=list[ConsentOut])
@needs("customers", "view")
def of_contact(request: StaffRequest, pk: int) -> list[Consent]:
    """What a contact agreed to and took back, the newest first."""
    return list(consents.of_person(_contact(request, pk)))


@router.post("/contacts/{pk}/consents", response={201: ConsentOut})
@needs("customers", "edit")
def add_to_contact(request: StaffRequest, pk: int, data: ConsentIn) -> Status[Consent]:
    """Note what a contact agreed to, or took back."""
    return _note(request, _contact(request, pk), data)


@router.get("/customers/{pk}/consents", response=list[ConsentOut])
@needs("customers", "view")
def of_customer(request: StaffRequest, pk: int) -> list[Consent]:
    """The same of a customer who is a person, with those of its contacts; a company is refused."""
    person = Person(visible(request, pk))
    consenting.check_is_person(person)
    return list(consents.of_person(person))


@router.post("/customers/{pk}/consents", response={201: ConsentOut})
@needs("customers", "edit")
def add_to_customer(request: StaffRequest, pk: int, data: ConsentIn) -> Status[Consent]:
    """The same of a customer who is a person; a company is refused."""
    return _note(request, Person(visible(request, pk)), data)


def _note(request: StaffRequest, person: Person, data: ConsentIn) -> Status[Consent]:
    said = Said(**data.dict())
    return Status(201, consenting.note(by=api_actor(request), person=person, said=said))


def _contact(request: StaffRequest, pk: int) -> Person:
    contact = visible_contact(request, pk)
    return Person(contact.customer, contact)
