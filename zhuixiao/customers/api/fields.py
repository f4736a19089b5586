"""What a customer can have, and the company's own fields, over the API."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status

from zhuixiao.accounts.bearer import api_actor, needs
from zhuixiao.accounts.choices import FieldAccess
from zhuixiao.accounts.guards import StaffRequest

from ..actions import custom_choices, custom_fields
from ..actions.custom_fields import Definition
from ..choices import CustomFieldKind
from ..fields import Field, custom, visible_fields
from ..models import CustomField

router = Router(tags=["fields"])


class FieldOut(Schema):
    """`key` names the value in `values` of a customer; money is in minor units, dates are ISO
    text, `pick_list` says whose options (GET /options) the ids are. Own fields have an id."""

    key: str
    label: str
    kind: str
    is_writable: bool
    is_sortable: bool
    pick_list: str | None
    id: int | None
    choices: list[str]
    is_required: bool
    help: str


class FieldChangeIn(Schema):
    label: str
    help: str = ""
    is_required: bool = False
    is_indexed: bool = False


class FieldIn(FieldChangeIn):
    kind: CustomFieldKind
    choices: list[str] = []


class ChoicesIn(Schema):
    names: list[str]


class ChoiceNameIn(Schema):
    choice: str
    name: str


@router.get("/fields", response=list[FieldOut])
@needs("customers", "view")
def index(request: StaffRequest) -> list[dict[str, Any]]:
    """All fields that the person sees, own ones of the company among them."""
    access = request.user.access
    return [
        _out(field, is_writable=field.is_editable and field.access(access) == FieldAccess.WRITE)
        for field in visible_fields(access)
    ]


@router.post("/fields", response={201: FieldOut})
@needs("customers", "manage")
def create(request: StaffRequest, data: FieldIn) -> Status[dict[str, Any]]:
    """A new own field; the kind cannot be changed later."""
    field = custom_fields.add(
        by=api_actor(request),
        kind=data.kind,
        definition=_definition(data),
        choices=data.choices,
    )
    return Status(201, _of(field))


@router.put("/fields/{pk}", response=FieldOut)
@needs("customers", "manage")
def change(request: StaffRequest, pk: int, data: FieldChangeIn) -> dict[str, Any]:
    """Label, hint, required, fast filter and sort."""
    by = api_actor(request)
    return _of(custom_fields.change(by=by, field=_own(pk), definition=_definition(data)))


@router.post("/fields/{pk}/choices", response=FieldOut)
@needs("customers", "manage")
def add_choices(request: StaffRequest, pk: int, data: ChoicesIn) -> dict[str, Any]:
    """More choices, at the end."""
    return _of(custom_choices.add(by=api_actor(request), field=_own(pk), names=data.names))


@router.put("/fields/{pk}/choices", response=FieldOut)
@needs("customers", "manage")
def rename_choice(request: StaffRequest, pk: int, data: ChoiceNameIn) -> dict[str, Any]:
    """Rename a choice, also with every customer that has it."""
    by = api_actor(request)
    field = custom_choices.rename(by=by, field=_own(pk), choice=data.choice, name=data.name)
    return _of(field)


@router.delete("/fields/{pk}", response={204: None})
@needs("customers", "manage")
def retire(request: StaffRequest, pk: int) -> HttpResponse:
    """Take the field out of use; its values stay with their customers."""
    custom_fields.retire(by=api_actor(request), field=_own(pk))
    return HttpResponse(status=204)


@router.post("/fields/{pk}/comeback", response=FieldOut)
@needs("customers", "manage")
def bring_back(request: StaffRequest, pk: int) -> dict[str, Any]:
    """Use a retired field again."""
    custom_fields.bring_back(by=api_actor(request), field=_own(pk))
    return _of(_own(pk))


def _own(pk: int) -> CustomField:
    return get_object_or_404(CustomField, pk=pk)


def _definition(data: FieldChangeIn) -> Definition:
    return Definition(data.label, data.help, data.is_required, data.is_indexed)


def _of(row: CustomField) -> dict[str, Any]:
    return _out(custom(row), is_writable=True)


def _out(field: Field, *, is_writable: bool) -> dict[str, Any]:
    own = field.custom
    return {
        "key": field.key,
        "label": str(field.label),
        "kind": field.kind.value,
        "is_writable": is_writable,
        "is_sortable": field.is_sortable,
        "pick_list": field.pick_list.value if field.pick_list else None,
        "id": own.pk if own else None,
        "choices": own.choices if own else [],
        "is_required": own.is_required if own else field.key == "name",
        "help": own.help if own else "",
    }
