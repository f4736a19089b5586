"""One cell of the table: changing it in place, showing a masked number."""

from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.accounts.models import Employee
from zhuixiao.kit.errors import Conflict, Invalid
from zhuixiao.kit.idempotency import idempotent
from zhuixiao.kit.templatetags.numbers import phones

from .. import cells, filters
from ..actions import editing, revealing, transferring
from ..actions.transferring import Transfer
from ..fields import Field, Kind, visible_fields
from ..models import Customer
from ..queries import table
from ..queries.shown import MASKS
from . import asking, conflicts


@requires("customers", "view")
@require_POST
@idempotent
def change(request: StaffRequest, pk: int) -> HttpResponse:
    """Set `field` to `value`; `version` is the one that the person saw. Answers the fresh row.

    409 brings base, mine and theirs in words.
    """
    customer = get_object_or_404(Customer.objects.visible_to(request.user), pk=pk)
    field = _field(request)
    value = cells.read(field, request.POST.getlist("value"))
    try:
        if field.key == "owner":
            if _assign(request, customer, value).request:
                # Said at the cell; an exception would take the question back.
                told = _("Somebody must agree to it first; you will be told.")
                return JsonResponse({"title": told, "status": 403, "code": "approval"}, status=403)
        else:
            version = request.POST.get("version", "")
            editing.edit(
                by=actor(request),
                customer=customer,
                values={field.key: value},
                version=int(version) if version.isdecimal() and len(version) < 10 else None,
            )
    except Conflict as conflict:
        return _conflict(request, field, conflict, pk)
    return JsonResponse(_row(request, pk))


@requires("customers", "view")
@require_POST
def reveal(request: StaffRequest, pk: int) -> HttpResponse:
    """A phone or mail address in full, phones also as they are dialled: one audit row, and 429
    beyond the quota."""
    customer = get_object_or_404(Customer.objects.visible_to(request.user), pk=pk)
    field = _field(request, default="phone")
    if field.kind not in MASKS:
        raise Http404
    number = revealing.reveal(by=actor(request), customer=customer, field=field)
    body: dict[str, object] = {"value": number}
    if field.kind == Kind.PHONE:
        body["dial"] = [dialled for _shown, dialled in phones(number)]
    return JsonResponse(body)


def _field(request: StaffRequest, default: str = "") -> Field:
    key = request.POST.get("field", default)
    found = next((one for one in visible_fields(request.user.access) if one.key == key), None)
    if found is None:
        raise Http404
    return found


def _assign(request: StaffRequest, customer: Customer, value: Any) -> Transfer:
    request.user.access.check("customers", "assign")
    known = Employee.objects.active().known_to(request.user)
    owner = known.filter(pk=value).first() if value else None
    if owner is None:
        raise Invalid({"owner": _("Choose one of the list.")})
    return transferring.transfer(by=actor(request), customer_ids=[customer.pk], owner=owner)


def _row(request: StaffRequest, pk: int) -> dict[str, Any]:
    """The row as the table of this address shows it; empty when it is out of sight by now."""
    asked = filters.ask(request.GET.dict(), reader=request.user)
    reading = asking.reading_of(request, asked)
    return asking.rows_json(reading, table.of_ids(reading, [pk]))


def _conflict(request: StaffRequest, field: Field, conflict: Conflict, pk: int) -> HttpResponse:
    values = conflict.fields[field.key]
    words = conflicts.in_words([(field, values)], request.user.access)[0]
    body = {"title": str(conflict.message), "status": 409, "code": conflict.code}
    return JsonResponse(
        body
        | {"label": str(field.label), "version": conflict.version, **words}
        | _row(request, pk),
        status=409,
    )
