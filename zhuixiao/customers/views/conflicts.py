"""Two edits of one record: the second person is shown both and chooses by field."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from zhuixiao.accounts.access import Access
from zhuixiao.accounts.guards import StaffRequest
from zhuixiao.catalog.models import Option
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import Conflict

from ..choices import BirthdayCalendar
from ..fields import Field
from ..forms import ContactForm
from ..queries.labels import Labels
from ..queries.shown import shown
from ..queries.texts import text

_CHOICE = "choice-"
# What the page gives anew, or asks for anew.
_OWN = frozenset({"csrfmiddlewaretoken", "keep_version"})

# base, mine and theirs in words.
Words = Mapping[str, str]


@dataclass(frozen=True)
class Chosen:
    """The fields in which the person keeps the own value, and those left to the other."""

    mine: list[str] = field(default_factory=list)
    theirs: list[str] = field(default_factory=list)

    def values(self, values: Mapping[str, Any], changed: Iterable[str]) -> dict[str, Any]:
        """What is to be written of the values of a form in which `changed` differ."""
        return {name: values[name] for name in changed if name not in self.theirs}


def chosen(request: StaffRequest, version: int) -> Chosen:
    """What the person chose, having seen this version; nothing when there is a newer one by now."""
    found = Chosen()
    if request.POST.get("keep_version") != str(version):
        return found
    for name, side in request.POST.items():
        if name.startswith(_CHOICE):
            (found.theirs if side == "theirs" else found.mine).append(name.removeprefix(_CHOICE))
    return found


def page(
    request: StaffRequest,
    conflict: Conflict,
    *,
    action: str,
    rows: Sequence[tuple[str, object, Words]],
) -> HttpResponse:
    """Both values of each field (name, label, words); what else was typed goes along unseen."""
    sent = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in _OWN and not name.startswith(_CHOICE)
    ]
    context = {
        "rows": [{"name": name, "label": label, **words} for name, label, words in rows],
        "sent": sent,
        "version": conflict.version,
        "action": action,
    }
    return htmx.render_page(request, "kit/conflict.html", context, status=409)


def in_words(
    pairs: Sequence[tuple[Field, Mapping[str, Any]]], access: Access, *, full: bool = False
) -> list[dict[str, str]]:
    """Base, mine and theirs of fields of a customer as people read them."""
    labels = Labels()
    labels.load((one, value) for one, values in pairs for value in values.values())
    return [
        {name: text(one, shown(one, value, access, full=full), labels) for name, value in v.items()}
        for one, v in pairs
    ]


def of_contact(conflict: Conflict) -> list[tuple[str, object, Words]]:
    """The rows of a contact's conflict."""
    fields = ContactForm.base_fields
    return [
        (name, fields[name].label, {side: _word(name, value) for side, value in values.items()})
        for name, values in conflict.fields.items()
    ]


def _word(name: str, value: Any) -> str:
    if name == "decision_role":
        return str(Option.objects.filter(pk=value).first() or "") if value else ""
    if name == "birthday_calendar":
        return str(dict(BirthdayCalendar.choices).get(value, ""))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "" if value is None else str(value)
