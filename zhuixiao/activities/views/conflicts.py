"""Two edits of one record: the form comes back with what the other person wrote at each field."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from zhuixiao.accounts.guards import StaffRequest
from zhuixiao.accounts.models import Employee
from zhuixiao.catalog.models import Option
from zhuixiao.customers.models import Contact
from zhuixiao.kit.errors import Conflict


def tell(form: forms.BaseForm, conflict: Conflict) -> dict[str, Any]:
    """Put theirs at each field; gives the context with which the next attempt keeps mine."""
    for name, values in conflict.fields.items():
        field = _FIELDS.get(name, name)
        theirs = _WORDS.get(name, str)(values["theirs"]) if values["theirs"] else "—"
        text = _("Somebody else wrote here meanwhile: “%(theirs)s”. Save again to keep yours.")
        known = field if field in form.fields else None
        form.add_error(known, text % {"theirs": theirs})
    return {"keep": list(conflict.fields), "keep_version": conflict.version}


def kept(request: StaffRequest, version: int) -> list[str]:
    """The fields in which the person chose to keep the own value, having seen this version."""
    is_newest = request.POST.get("keep_version") == str(version)
    return request.POST.getlist("keep") if is_newest else []


def _name(model: Any, pk: int) -> str:
    return str(model.objects.filter(pk=pk).first() or "—")


def _names(ids: list[int]) -> str:
    return ", ".join(Employee.objects.filter(pk__in=ids).values_list("name", flat=True))


def _moment(text: str) -> str:
    return date_format(timezone.localtime(datetime.fromisoformat(text)), "Y-m-d H:i")


_WORDS: Mapping[str, Callable[[Any], str]] = {
    "type": lambda pk: _name(Option, pk),
    "contact": lambda pk: _name(Contact, pk),
    "employee_id": lambda pk: _name(Employee, pk),
    "executors": _names,
    "participants": _names,
    "date": _moment,
    "starts_at": _moment,
    "ends_at": _moment,
}
_FIELDS = {"employee_id": "employee", "customer_id": "customer"}
