"""Setting what kinds of visits there are."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.kit.errors import Invalid, RuleError
from zhuixiao.kit.text.normal import clean

from ..choices.visits import PhotosFrom, StepKind
from ..metrics.visits import VISITS
from ..models import VisitType
from ..visits.nearness import DEFAULT_FENCE, LARGEST_FENCE, SMALLEST_FENCE
from ..visits.steps import Step

KIND = "visit_type"
MOST_STEPS = 20
NAME_LENGTH = LABEL_LENGTH = 40


@dataclass(frozen=True)
class TypeValues:
    """A type of visits as the form gives it; a step without a key is a new one."""

    name: str
    fence: int = DEFAULT_FENCE
    photos_from: str = PhotosFrom.ANY
    steps: Sequence[Step] = ()


def seed() -> None:
    """The first types, in the language in force; what is there stays."""
    if VisitType.objects.exists():
        return
    VisitType.objects.create(name=_("Ordinary visit"), is_default=True, steps=[])
    round_ = [
        Step("front", _("Shop front"), StepKind.PHOTO, is_required=True),
        Step("stock", _("Stock on the shelf"), StepKind.NUMBER),
        Step("competitor", _("Competitors seen"), StepKind.TEXT),
        Step("order", _("Order placed"), StepKind.YES_NO),
        Step("note", _("Remarks"), StepKind.TEXT),
    ]
    VisitType.objects.create(
        name=_("Round of shops"),
        position=1,
        photos_from=PhotosFrom.CAMERA,
        steps=[step.plain() for step in round_],
    )


def on_setup(by: Actor) -> None:
    """Run when the company is set up, in the language of its first boss."""
    with translation.override(by.employee.language):
        seed()


@transaction.atomic
def save(*, by: Actor, type_: VisitType | None, values: TypeValues) -> VisitType:
    """Add a type, or change one: it holds for visits that begin from now on.

    Raises NotAllowed, Invalid with a message per field.
    """
    by.employee.access.check(VISITS, "manage")
    held = VisitType.objects.select_for_update().get(pk=type_.pk) if type_ else None
    row = held or VisitType(position=VisitType.objects.count())
    taken = _checked(values, held)
    changes = audit.differences(row, taken)
    if held and not changes:
        return row
    for name, value in taken.items():
        setattr(row, name, value)
    row.save()
    _log(by, row, "edit" if held else "create", changes if held else None)
    return row


@transaction.atomic
def make_default(*, by: Actor, type_: VisitType) -> None:
    """What a visit is that names no type. Raises NotAllowed, RuleError."""
    row = _locked(by, type_)
    if row.retired_at is not None:
        raise RuleError(_("This type is no longer in use. Take it back first."))
    if not row.is_default:
        VisitType.objects.filter(is_default=True).update(is_default=False)
        row.is_default = True
        row.save(update_fields=["is_default"])
        _log(by, row, "edit", {"is_default": (False, True)})


@transaction.atomic
def retire(*, by: Actor, type_: VisitType) -> None:
    """Visits keep it, new ones cannot choose it. Raises NotAllowed, RuleError for the default."""
    row = _locked(by, type_)
    if row.is_default:
        raise RuleError(_("The default stays. Make another type the default first."))
    if row.retired_at is None:
        row.retired_at = by.at
        row.save(update_fields=["retired_at"])
        _log(by, row, "retire")


@transaction.atomic
def take_back(*, by: Actor, type_: VisitType) -> None:
    """A retired type can be chosen again. Raises NotAllowed."""
    row = _locked(by, type_)
    if row.retired_at is not None:
        row.retired_at = None
        row.save(update_fields=["retired_at"])
        _log(by, row, "bring_back")


def _locked(by: Actor, type_: VisitType) -> VisitType:
    by.employee.access.check(VISITS, "manage")
    return VisitType.objects.select_for_update().get(pk=type_.pk)


def _checked(values: TypeValues, held: VisitType | None) -> dict[str, object]:
    errors: dict[str, object] = {}
    name = " ".join(clean(values.name).split())
    if not name:
        errors["name"] = _("Give it a name.")
    elif len(name) > NAME_LENGTH:
        errors["name"] = _("At most %(limit)d characters.") % {"limit": NAME_LENGTH}
    if not SMALLEST_FENCE <= values.fence <= LARGEST_FENCE:
        errors["fence"] = _("Choose %(least)d to %(most)d metres.") % {
            "least": SMALLEST_FENCE,
            "most": LARGEST_FENCE,
        }
    if values.photos_from not in PhotosFrom.values:
        errors["photos_from"] = _("Choose one of the list.")
    steps = _steps(values.steps, held, errors)
    if errors:
        raise Invalid(errors)
    return {
        "name": name,
        "fence": values.fence,
        "photos_from": str(values.photos_from),
        "steps": [step.plain() for step in steps],
    }


def _steps(wanted: Sequence[Step], held: VisitType | None, errors: dict[str, object]) -> list[Step]:
    """With tidy words, and a key for each that never belonged to another step of this type."""
    if len(wanted) > MOST_STEPS:
        errors["steps"] = _("At most %(limit)d steps.") % {"limit": MOST_STEPS}
        return []
    known = {step.key for step in held.all_steps} if held else set()
    used = set(known)
    found: list[Step] = []
    for step in wanted:
        label = " ".join(clean(step.label).split())
        if not label or len(label) > LABEL_LENGTH:
            errors["steps"] = _("Say in 1 to %(limit)d characters what is to be done.") % {
                "limit": LABEL_LENGTH
            }
        if step.kind not in StepKind.values:
            errors["steps"] = _("Choose one of the list.")
        is_known = step.key in known and step.key not in {row.key for row in found}
        key = step.key if is_known else _free(used)
        used.add(key)
        found.append(Step(key, label, str(step.kind), step.is_required))
    return found


def _free(used: set[str]) -> str:
    number = len(used) + 1
    while f"s{number}" in used:
        number += 1
    return f"s{number}"


def _log(by: Actor, row: VisitType, action: str, changes: audit.Changes | None = None) -> None:
    audit.write(by=by, action=action, kind=KIND, record_id=row.pk, label=row.name, changes=changes)
