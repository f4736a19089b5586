"""The company's own fields: add, change, order, retire, bring back. Values never vanish."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.kit import jobs
from zhuixiao.kit.errors import Invalid, RuleError
from zhuixiao.kit.text.normal import clean

from ..choices import INDEX_JOB, CustomFieldKind
from ..fields import STANDARD
from ..models import CustomField
from . import custom_choices

KIND = "custom_field"
LABEL_LENGTH, HINT_LENGTH = 40, 120
MOST_FIELDS = 100
# Every index makes every write of a customer a little slower.
MOST_INDEXED = 10
WITH_CHOICES = frozenset({CustomFieldKind.SINGLE, CustomFieldKind.MULTI})
# One value is one place in an index; a list of choices has several.
NOT_SORTABLE = frozenset({CustomFieldKind.MULTI})


@dataclass(frozen=True)
class Definition:
    """What can be said of a field at any time; its kind is chosen once."""

    label: str
    help: str = ""
    is_required: bool = False
    is_indexed: bool = False


@transaction.atomic
def add(
    *, by: Actor, kind: CustomFieldKind, definition: Definition, choices: Sequence[str] = ()
) -> CustomField:
    """A new field at the end, at once in forms, table, filters, import, export and API.

    Raises NotAllowed, Invalid, RuleError.
    """
    by.employee.access.check("customers", "manage")
    if CustomField.objects.filter(retired_at=None).count() >= MOST_FIELDS:
        raise RuleError(_("There are %(n)d fields. Retire one first.") % {"n": MOST_FIELDS})
    last = CustomField.objects.aggregate(last=Max("position"))["last"]
    field = CustomField(kind=kind, position=0 if last is None else last + 1)
    _set(field, definition)
    if kind in WITH_CHOICES:
        field.choices = custom_choices.checked(choices)
    elif choices:
        raise Invalid({"choices": _("Only a field to choose from has choices.")})
    field.save(force_insert=True)
    _log(by, "add", field, {"kind": (None, kind.value), "choices": (None, field.choices)})
    if field.is_indexed:
        _ask_for_index(by, field)
    return field


@transaction.atomic
def change(*, by: Actor, field: CustomField, definition: Definition) -> CustomField:
    """Rename, explain, require, speed up. Raises NotAllowed, Invalid."""
    by.employee.access.check("customers", "manage")
    field = CustomField.objects.select_for_update().get(pk=field.pk)
    names = ("label", "help", "is_required", "is_indexed")
    before = {name: getattr(field, name) for name in names}
    _set(field, definition)
    changes = {
        name: (old, getattr(field, name))
        for name, old in before.items()
        if getattr(field, name) != old
    }
    if changes:
        field.save(update_fields=list(changes))
        _log(by, "change", field, changes)
    if "is_indexed" in changes:
        _ask_for_index(by, field)
    return field


@transaction.atomic
def reorder(*, by: Actor, ids: Sequence[int]) -> None:
    """Put the fields into this order; those not named keep theirs, behind."""
    by.employee.access.check("customers", "manage")
    rows = list(CustomField.objects.select_for_update().order_by("position", "pk"))
    place = {pk: index for index, pk in enumerate(ids)}
    rows.sort(key=lambda row: (place.get(row.pk, len(place)), row.position, row.pk))
    for position, row in enumerate(rows):
        row.position = position
    CustomField.objects.bulk_update(rows, ["position"])
    order = [row.label for row in rows if row.retired_at is None]
    audit.write(by=by, action="reorder", kind=KIND, changes={"order": (None, order)})


@transaction.atomic
def retire(*, by: Actor, field: CustomField) -> None:
    """The field is asked for and shown no more; its values stay with their customers."""
    by.employee.access.check("customers", "manage")
    field = CustomField.objects.select_for_update().get(pk=field.pk)
    if field.retired_at is None:
        field.retired_at = by.at
        field.save(update_fields=["retired_at"])
        _log(by, "retire", field)
        _ask_for_index(by, field)


@transaction.atomic
def bring_back(*, by: Actor, field: CustomField) -> None:
    """A retired field is there again, with the values that it had."""
    by.employee.access.check("customers", "manage")
    field = CustomField.objects.select_for_update().get(pk=field.pk)
    if field.retired_at is not None:
        field.retired_at = None
        field.save(update_fields=["retired_at"])
        _log(by, "bring_back", field)
        _ask_for_index(by, field)


def _set(field: CustomField, wanted: Definition) -> None:
    label, hint = clean(wanted.label), clean(wanted.help)
    errors: dict[str, object] = {}
    same = CustomField.objects.filter(label=label).exclude(pk=field.pk)
    if not label:
        errors["label"] = _("A name is needed.")
    elif len(label) > LABEL_LENGTH:
        errors["label"] = _("At most %(limit)d characters.") % {"limit": LABEL_LENGTH}
    elif label in {str(one.label) for one in STANDARD} or same.exists():
        # Two columns of one name could not be told apart in a file.
        errors["label"] = _("There is a field '%(name)s' already.") % {"name": label}
    if len(hint) > HINT_LENGTH:
        errors["help"] = _("At most %(limit)d characters.") % {"limit": HINT_LENGTH}
    if wanted.is_indexed and not field.is_indexed:
        if field.kind in NOT_SORTABLE:
            errors["is_indexed"] = _("A multiple choice cannot be sorted.")
        elif CustomField.objects.filter(is_indexed=True).count() >= MOST_INDEXED:
            errors["is_indexed"] = _("At most %(n)d fields can be fast.") % {"n": MOST_INDEXED}
    if errors:
        raise Invalid(errors)
    field.label, field.help = label, hint
    field.is_required, field.is_indexed = wanted.is_required, wanted.is_indexed


def _ask_for_index(by: Actor, field: CustomField) -> None:
    """The job reads what is wanted when it runs, so the last wish wins."""
    jobs.enqueue(
        INDEX_JOB,
        payload={"field": field.pk},
        by_id=by.employee.pk,
        label=gettext_noop("Index of the field %(name)s"),
        label_params={"name": field.label},
    )


def _log(by: Actor, action: str, field: CustomField, changes: audit.Changes | None = None) -> None:
    audit.write(
        by=by, action=action, kind=KIND, record_id=field.pk, label=field.label, changes=changes
    )
