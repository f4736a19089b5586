"""The choices of an own field: add, rename, order, retire, bring back."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.kit import jobs
from zhuixiao.kit.errors import Invalid
from zhuixiao.kit.text.normal import clean

from ..models import CustomField

RENAME_JOB = "customers.choice_renaming"
LENGTH = 60
MOST = 200


def checked(names: Sequence[str]) -> list[str]:
    """The names as they are kept. Raises Invalid: none, too long, too many, one twice."""
    texts = [text for name in names if (text := clean(name))]
    if not texts:
        raise Invalid({"choices": _("Enter at least one choice.")})
    if len(texts) > MOST:
        raise Invalid({"choices": _("At most %(n)d choices.") % {"n": MOST}})
    for text in texts:
        if len(text) > LENGTH:
            raise Invalid({"choices": _("At most %(limit)d characters.") % {"limit": LENGTH}})
        if texts.count(text) > 1:
            raise Invalid({"choices": _("'%(name)s' stands here twice.") % {"name": text}})
    return texts


@transaction.atomic
def add(*, by: Actor, field: CustomField, names: Sequence[str]) -> CustomField:
    """New choices at the end. Raises NotAllowed, Invalid."""
    field = _locked(by, field)
    new = checked(names)
    for name in new:
        _check_free(field, name)
    checked([*field.choices, *new])
    before = list(field.choices)
    field.choices = [*before, *new]
    # What was called so once is something else from now on.
    field.former_choices = {old: now for old, now in field.former_choices.items() if old not in new}
    _save(by, field, before)
    return field


@transaction.atomic
def rename(*, by: Actor, field: CustomField, choice: str, name: str) -> CustomField:
    """Another name, also with every customer that has it; a job goes through them.

    Raises NotAllowed, Invalid.
    """
    field = _locked(by, field)
    [name] = checked([name])
    held = _check_held(field, choice)
    if name == choice:
        return field
    _check_free(field, name)
    before = list(held)
    held[held.index(choice)] = name
    former = {old: name if now == choice else now for old, now in field.former_choices.items()}
    former[choice] = name
    former.pop(name, None)
    field.former_choices = former
    _save(by, field, before, held)
    jobs.enqueue(
        RENAME_JOB,
        payload={"field": field.pk, "before": choice, "after": name},
        by_id=by.employee.pk,
        label=gettext_noop("%(before)s becomes %(after)s"),
        label_params={"before": choice, "after": name},
    )
    return field


@transaction.atomic
def reorder(*, by: Actor, field: CustomField, names: Sequence[str]) -> None:
    """Put the choices into this order; those not named keep theirs, behind."""
    field = _locked(by, field)
    before = list(field.choices)
    place = {name: index for index, name in enumerate(names)}
    field.choices = sorted(before, key=lambda name: place.get(name, len(place)))
    _save(by, field, before)


@transaction.atomic
def retire(*, by: Actor, field: CustomField, choice: str) -> None:
    """The choice stays where it is used and is offered no more. Raises NotAllowed, Invalid."""
    field = _locked(by, field)
    before = list(field.choices)
    if choice not in before:
        raise _unknown()
    if len(before) == 1:
        raise Invalid({"choices": _("One choice must stay. Retire the field instead.")})
    field.choices = [name for name in before if name != choice]
    field.retired_choices = [*field.retired_choices, choice]
    _save(by, field, before)


@transaction.atomic
def bring_back(*, by: Actor, field: CustomField, choice: str) -> None:
    """A retired choice is offered again, at the end. Raises NotAllowed, Invalid."""
    field = _locked(by, field)
    before = list(field.choices)
    if choice not in field.retired_choices:
        raise _unknown()
    field.retired_choices = [name for name in field.retired_choices if name != choice]
    field.choices = [*before, choice]
    _save(by, field, before)


def _locked(by: Actor, field: CustomField) -> CustomField:
    by.employee.access.check("customers", "manage")
    return CustomField.objects.select_for_update().get(pk=field.pk)


def _check_free(field: CustomField, name: str) -> None:
    if name in field.every_choice:
        raise Invalid({"choices": _("There is a choice '%(name)s' already.") % {"name": name}})


def _check_held(field: CustomField, choice: str) -> list[str]:
    """The list that the choice stands in."""
    names: list[str] = field.choices if choice in field.choices else field.retired_choices
    if choice not in names:
        raise _unknown()
    return names


def _unknown() -> Invalid:
    return Invalid({"choices": _("This choice is gone. Load the page again.")})


def _save(by: Actor, field: CustomField, before: list[str], after: list[str] | None = None) -> None:
    field.save(update_fields=["choices", "retired_choices", "former_choices"])
    audit.write(
        by=by,
        action="change",
        kind="custom_field",
        record_id=field.pk,
        label=field.label,
        changes={"choices": (before, field.choices if after is None else after)},
    )
