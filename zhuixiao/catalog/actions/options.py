"""Pick lists: add, change, order, retire, merge. A used option never vanishes."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.text.normal import clean

from .. import merging
from ..choices import STAGES, Colour, PickList, StageOutcome
from ..models import Option

NAME_LENGTH = 60


@transaction.atomic
def add(
    *,
    by: Actor,
    pick_list: PickList,
    name: str,
    colour: Colour = Colour.GREY,
    outcome: str = "",
) -> Option:
    """A new option at the end of its list; a stage is open unless `outcome` says otherwise."""
    by.employee.access.check("catalog", "manage")
    return add_unchecked(by=by, pick_list=pick_list, name=name, colour=colour, outcome=outcome)


@transaction.atomic
def add_unchecked(
    *,
    by: Actor,
    pick_list: PickList,
    name: str,
    colour: Colour = Colour.GREY,
    outcome: str = "",
) -> Option:
    """`add` for a caller that has checked the right (an import that may create options)."""
    name = _checked_name(pick_list, name)
    last = Option.objects.filter(pick_list=pick_list).aggregate(last=Max("position"))["last"]
    is_stage = pick_list in STAGES
    option = Option.objects.create(
        pick_list=pick_list,
        name=name,
        colour=colour,
        position=0 if last is None else last + 1,
        outcome=(outcome or StageOutcome.OPEN) if is_stage else "",
    )
    _log(by, "add", option)
    return option


@transaction.atomic
def change(*, by: Actor, option: Option, name: str, colour: Colour, outcome: str = "") -> Option:
    """Rename, recolour, and for a stage say what it means. Raises RuleError, NotAllowed."""
    by.employee.access.check("catalog", "manage")
    option = Option.objects.select_for_update().get(pk=option.pk)
    values = {
        "name": _checked_name(PickList(option.pick_list), name, but=option),
        "colour": colour,
        "outcome": (outcome or option.outcome) if option.pick_list in STAGES else "",
    }
    changes = audit.differences(option, values)
    if "outcome" in changes:
        _check_outcome_is_free(option)
    for field, value in values.items():
        setattr(option, field, value)
    if changes:
        option.save(update_fields=list(changes))
        _keep_a_won_stage(option)
        _log(by, "change", option, changes)
    return option


@transaction.atomic
def reorder(*, by: Actor, pick_list: PickList, ids: Sequence[int]) -> None:
    """Put the options of a list into this order; those not named keep theirs, behind."""
    by.employee.access.check("catalog", "manage")
    rows = list(Option.objects.of(pick_list).select_for_update())
    place = {pk: index for index, pk in enumerate(ids)}
    rows.sort(key=lambda row: (place.get(row.pk, len(place)), row.position, row.pk))
    for position, row in enumerate(rows):
        row.position = position
    Option.objects.bulk_update(rows, ["position"])
    names = [row.name for row in rows]
    audit.write(
        by=by,
        action="reorder",
        kind="pick_list",
        label=str(pick_list.label),
        changes={"order": (None, names)},
    )


@transaction.atomic
def retire(*, by: Actor, option: Option) -> None:
    """The option keeps its place in old records and is offered no more."""
    by.employee.access.check("catalog", "manage")
    option = Option.objects.select_for_update().get(pk=option.pk)
    if option.retired_at is None:
        option.retired_at = by.at
        option.save(update_fields=["retired_at"])
        _keep_a_won_stage(option)
        _log(by, "retire", option)


@transaction.atomic
def bring_back(*, by: Actor, option: Option) -> None:
    """A retired option is offered again; one that was merged away is its own again, empty."""
    by.employee.access.check("catalog", "manage")
    option = Option.objects.select_for_update().get(pk=option.pk)
    if option.retired_at is not None:
        option.retired_at = option.merged_into = None
        option.save(update_fields=["retired_at", "merged_into"])
        _log(by, "bring_back", option)


@transaction.atomic
def merge(*, by: Actor, option: Option, into: Option) -> int:
    """Everything that used `option` uses `into` from now on; returns how many records changed.

    Raises RuleError when the two are not alike: another list, retired, stages that count
    differently.
    """
    by.employee.access.check("catalog", "manage")
    locked = {
        row.pk: row
        for row in Option.objects.select_for_update().filter(pk__in=[option.pk, into.pk])
    }
    source, target = locked[option.pk], locked[into.pk]
    if source.pk == target.pk or source.pick_list != target.pick_list:
        raise RuleError(_("Choose another option of the same list."), field="into")
    if target.retired_at is not None:
        raise RuleError(_("'%(name)s' is retired. Choose one that is in use.") % {"name": target})
    if source.outcome != target.outcome:
        raise RuleError(_("These two stages count differently (open, won, lost)."), field="into")
    changed = merging.repoint(source=source, target=target)
    Option.objects.filter(merged_into=source).update(merged_into=target)
    source.retired_at, source.merged_into = source.retired_at or by.at, target
    source.save(update_fields=["retired_at", "merged_into"])
    _log(by, "merge", source, {"merged_into": (None, target.name), "records": (0, changed)})
    return changed


def _check_outcome_is_free(option: Option) -> None:
    """What was won and lost was counted: a stage of opportunities keeps its meaning once used."""
    stages = PickList.OPPORTUNITY_STAGE
    if option.pick_list == stages and merging.count(stages).get(option.pk):
        text = _("Opportunities were in this stage, so what it counts as stays. Add a new stage.")
        raise RuleError(text, field="outcome")


def _checked_name(pick_list: PickList, name: str, but: Option | None = None) -> str:
    name = clean(name)
    if not name:
        raise RuleError(_("A name is needed."), field="name")
    if len(name) > NAME_LENGTH:
        raise RuleError(_("At most %(limit)d characters.") % {"limit": NAME_LENGTH}, field="name")
    same = Option.objects.filter(pick_list=pick_list, name=name)
    if same.exclude(pk=but.pk if but else 0).exists():
        raise RuleError(_("This list has '%(name)s' already.") % {"name": name}, field="name")
    return name


def _keep_a_won_stage(option: Option) -> None:
    """Without a stage that means won, nothing could ever be counted as won."""
    if option.pick_list not in STAGES:
        return
    stages = Option.objects.of(PickList(option.pick_list)).in_use()
    if not stages.filter(outcome=StageOutcome.WON).exists():
        raise RuleError(_("One stage must mean that it was won."), field="outcome")


def _log(by: Actor, action: str, option: Option, changes: audit.Changes | None = None) -> None:
    audit.write(
        by=by,
        action=action,
        kind="option",
        record_id=option.pk,
        label=option.name,
        changes=changes,
    )
