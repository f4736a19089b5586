"""An opportunity enters another stage: forward, back, won, lost, open again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.activities.actions.conflicts import kept_of_theirs
from zhuixiao.kit.errors import Invalid
from zhuixiao.kit.text.normal import clean
from zhuixiao.ledger.actions import post_many
from zhuixiao.ledger.instants import noon

from .. import closing, postings
from ..models import Opportunity, OpportunityStage
from ..queries.stages import Stage, stage_of
from ..wording import OPPORTUNITY
from . import opportunity_checks as checks
from . import opportunity_values as values
from .opportunities import locked, log


@dataclass(frozen=True)
class Entry:
    """A stage to enter and what is said with it; None leaves a field as it is.

    `closed_on` is the day on which it was won or lost, today unless said. The amount of one with
    lines stays what they come to.
    """

    stage_id: int
    amount: int | None = None
    probability_bp: int | None = None
    expected_on: date | None = None
    contact_id: int | None = None
    loss_reason_id: int | None = None
    competitor_ids: Sequence[int] | None = None
    next_step: str | None = None
    next_step_on: date | None = None
    note: str | None = None
    closed_on: date | None = None


@transaction.atomic
def move(
    *, by: Actor, opportunity: Opportunity, entry: Entry, version: int | None = None
) -> Opportunity:
    """Let an opportunity enter a stage; in the stage where it is already nothing happens.

    Raises Invalid by field for what the stage asks for, Conflict where somebody else moved it since
    `version` to another stage, NotAllowed, and RuleError in a closed period.
    """
    row = locked(by=by, opportunity=opportunity, action="edit")
    stage = stage_of(entry.stage_id)
    if stage is None or (stage.option.retired_at and stage.pk != row.stage_id):
        raise Invalid({"stage": _("Choose one of the list.")})
    kept_of_theirs(
        kind=OPPORTUNITY,
        record_id=row.pk,
        mine={"stage_id": stage.pk},
        seen=version,
        now=row.version,
        record=row,
    )
    if row.stage_id == stage.pk:
        return row
    last = row.stages.select_related("after").order_by("at", "pk").last()
    columns, competitors = _checked(by, row, stage, entry, last)
    day = columns["closed_on"] or by.today
    closing.check_open(row.closed_on, day, field="closed_on")
    changes: dict[str, tuple[Any, Any]] = {
        **audit.differences(row, {"stage_id": stage.pk} | columns)
    }
    changes.pop("stage_since", None)
    before, was_open = row.stage_id, row.is_open
    for name, value in columns.items():
        setattr(row, name, value)
    row.stage = stage.option
    row.touched_at = by.at
    row.version += 1
    row.save()
    if competitors is not None:
        row.competitors.set(competitors)
    change = OpportunityStage.objects.create(
        opportunity=row,
        before_id=before,
        after=stage.option,
        amount=row.amount,
        employee_id=row.owner_id,
        department_id=row.department_id,
        at=row.stage_since,
        day=day,
    )
    # The customer's figures know when an opportunity began, which no move changes.
    if last:
        last.opportunity = row
    left = [last] if last and not was_open else []
    post_many(items=postings.of_stages([*left, change]))
    log(by, "move", row, changes)
    return row


def _checked(
    by: Actor, row: Opportunity, stage: Stage, entry: Entry, last: OpportunityStage | None
) -> tuple[dict[str, Any], list[int] | None]:
    """The columns to set and the competitors. Raises Invalid."""
    errors: dict[str, object] = {}
    state = values.state_of(row)
    columns: dict[str, Any] = {
        "probability_bp": checks.probability(entry.probability_bp, stage, errors),
        "loss_reason_id": checks.loss_reason(entry.loss_reason_id, stage, None, errors),
        "closed_on": _closed_on(by, row, stage, entry, last, errors),
    }
    columns["stage_since"] = _since(by, columns["closed_on"], last)
    if entry.amount is not None and not state["lines"]:
        columns["amount"] = checks.typed_amount(entry.amount, errors)
    if entry.expected_on is not None:
        columns["expected_on"] = checks.day("expected_on", entry.expected_on, errors)
    if entry.contact_id is not None:
        columns["contact_id"] = checks.contact(row.customer, entry.contact_id, row, errors)
    if entry.next_step_on is not None:
        columns["next_step_on"] = checks.day("next_step_on", entry.next_step_on, errors)
    columns |= _texts(entry, errors)
    competitors = None
    if entry.competitor_ids is not None:
        competitors = checks.competitors(entry.competitor_ids, row, errors)
    after = state | columns | ({} if competitors is None else {"competitors": competitors})
    for need in values.missing(stage, after):
        errors.setdefault(need, values.asked_for(stage))
    if errors:
        raise Invalid(errors)
    return columns, competitors


def _texts(entry: Entry, errors: dict[str, object]) -> dict[str, Any]:
    texts: dict[str, Any] = {}
    if entry.next_step is not None:
        texts["next_step"] = " ".join(clean(entry.next_step).split())
    if entry.note is not None:
        texts["note"] = clean(entry.note, multiline=True)
    for name, limit in (("next_step", values.NAME_LENGTH), ("note", values.NOTE_LENGTH)):
        if len(texts.get(name, "")) > limit:
            errors[name] = _("At most %(limit)d characters.") % {"limit": limit}
    return texts


def _closed_on(
    by: Actor,
    row: Opportunity,
    stage: Stage,
    entry: Entry,
    last: OpportunityStage | None,
    errors: dict[str, object],
) -> date | None:
    """The day on which it ends, not before its last stage, so that the history stays in order."""
    if stage.is_open:
        return None
    closed_on = entry.closed_on or by.today
    earliest = max(row.opened_on, last.day if last else row.opened_on)
    if closed_on > by.today:
        errors["closed_on"] = _("This day lies ahead. Choose today or an earlier day.")
    elif closed_on < earliest:
        text = _("It entered its last stage on %(day)s. Choose that day or a later one.")
        errors["closed_on"] = text % {"day": date_format(earliest)}
    return closed_on


def _since(by: Actor, closed_on: date | None, last: OpportunityStage | None) -> datetime:
    """The instant of entry: now, of an earlier day its noon; never before the last one."""
    at = noon(closed_on) if closed_on and closed_on < by.today else by.at
    return max(at, last.at) if last else at
