"""Opportunities: taken up and changed."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.activities.actions.conflicts import kept_of_theirs
from zhuixiao.customers.models import Customer
from zhuixiao.kit.errors import Invalid, NotAllowed, RuleError
from zhuixiao.ledger.actions import post_many
from zhuixiao.ledger.instants import noon

from .. import closing, postings
from ..metrics import OPPORTUNITIES
from ..models import Opportunity, OpportunityLine, OpportunityStage
from ..queries import rights
from ..queries.stages import Stage, stage_of, stages
from ..wording import OPPORTUNITY
from . import figures
from .opportunity_telling import tell_owner
from .opportunity_values import Checked, NewOpportunity, WantedLine, checked, state_of
from .values import checked_customer

__all__ = ["NewOpportunity", "WantedLine", "add", "edit"]

# An opportunity that is older than this was not taken up by anybody who still works here.
_OLDEST = timedelta(days=366 * 30)


@transaction.atomic
def add(*, by: Actor, new: NewOpportunity) -> Opportunity:
    """Take up an opportunity of a customer that the person works on. It enters its first stage on
    `opened_on`, else today. Raises NotAllowed, Invalid, RuleError."""
    by.employee.access.check(OPPORTUNITIES, "create")
    customer = checked_customer(by=by, customer_id=new.customer_id)
    # Two opportunities of one customer at the same moment take turns, for its figures.
    Customer.objects.select_for_update(of=("self",)).get(pk=customer.pk)
    stage = _first_stage(new.stage_id)
    opened_on = _opened_on(by, new.opened_on)
    found = checked(by=by, new=new, customer=customer, stage=stage, before=None)
    closed_on = None if stage.is_open else opened_on
    closing.check_open(opened_on, field="opened_on")
    at = by.at if opened_on == by.today else noon(opened_on)
    row = Opportunity(
        customer=customer,
        department_id=found.owner.department_id,
        stage=stage.option,
        stage_since=at,
        opened_on=opened_on,
        closed_on=closed_on,
        created_by=by.employee,
        created_at=by.at,
        touched_at=by.at,
        source_key=new.source_key,
        **found.columns,
    )
    _insert(row)
    row.competitors.set(found.competitors)
    write_lines(row, found)
    change = OpportunityStage.objects.create(
        opportunity=row,
        after=stage.option,
        amount=row.amount,
        employee_id=row.owner_id,
        department_id=row.department_id,
        at=at,
        day=opened_on,
    )
    post_many(items=postings.of_stages([change]))
    figures.refresh([customer.pk])
    log(by, "create", row)
    tell_owner(by=by, opportunity=row)
    return row


@transaction.atomic
def edit(
    *,
    by: Actor,
    opportunity: Opportunity,
    new: NewOpportunity,
    version: int | None = None,
    keep_mine: Collection[str] = (),
) -> Opportunity:
    """Make the opportunity what `new` says; customer and stage stay.

    `version` is the one that the person saw: what somebody else changed since is kept where this
    person changed nothing, and raises Conflict where both changed it, unless `keep_mine` names it.
    The amount of a closed one is corrected in the numbers of its day too. Raises NotAllowed,
    Invalid, RuleError.
    """
    row = locked(by=by, opportunity=opportunity, action="edit")
    closing.check_open(row.closed_on)
    stage = current_stage(row)
    found = checked(by=by, new=new, customer=row.customer, stage=stage, before=row)
    before, after = state_of(row), found.state
    theirs = kept_of_theirs(
        kind=OPPORTUNITY,
        record_id=row.pk,
        mine=after,
        seen=version,
        now=row.version,
        record=row,
        keep_mine=keep_mine,
    )
    _keep(found, before, theirs)
    after = found.state
    changes = {name: (before[name], after[name]) for name in after if before[name] != after[name]}
    if not changes:
        return row
    for name, value in found.columns.items():
        setattr(row, name, value)
    if "owner_id" in changes:
        row.owner = found.owner
        row.department_id = found.owner.department_id
    row.touched_at = by.at
    row.version += 1
    row.save()
    if "competitors" in changes:
        row.competitors.set(found.competitors)
    if "lines" in changes:
        row.lines.all().delete()
        write_lines(row, found)
    if "amount" in changes and not row.is_open:
        _correct_closing(row)
    log(by, "edit", row, changes)
    if "owner_id" in changes:
        tell_owner(by=by, opportunity=row)
    return row


def locked(*, by: Actor, opportunity: Opportunity, action: str) -> Opportunity:
    """The row, locked, if the person may do this with it. Raises NotAllowed."""
    by.employee.access.check(OPPORTUNITIES, action)
    rows = Opportunity.objects.select_for_update(of=("self",))
    row = rows.select_related("customer", "owner").get(pk=opportunity.pk)
    if not Opportunity.objects.workable_by(by.employee).filter(pk=row.pk).exists():
        raise NotAllowed
    if not rights.may_change(by.employee, row, today=by.today):
        raise NotAllowed(
            _("What is won or lost is changed by the manager only. Ask yours to open it again.")
        )
    return row


def current_stage(opportunity: Opportunity) -> Stage:
    """The stage that it is in."""
    stage = stage_of(opportunity.stage_id)
    if stage is None:
        raise RuleError(_("Choose one of the list."), field="stage")
    return stage


def write_lines(opportunity: Opportunity, found: Checked) -> None:
    """The lines of one that has none."""
    OpportunityLine.objects.bulk_create(
        OpportunityLine(
            opportunity=opportunity,
            position=place,
            product_id=product,
            quantity=quantity,
            price=price,
        )
        for place, (product, quantity, price) in enumerate(found.lines)
    )


def log(
    by: Actor, action: str, opportunity: Opportunity, changes: audit.Changes | None = None
) -> None:
    audit.write(
        by=by,
        action=action,
        kind=OPPORTUNITY,
        record_id=opportunity.pk,
        label=opportunity.name,
        changes=changes,
        version=opportunity.version,
    )


def _first_stage(pk: int | None) -> Stage:
    rows = stages()
    stage = next((row for row in rows if row.pk == pk), None) if pk else next(iter(rows), None)
    if stage is None:
        raise Invalid({"stage": _("Choose one of the list.")})
    return stage


def _opened_on(by: Actor, day: date | None) -> date:
    opened_on = day or by.today
    if opened_on > by.today:
        raise Invalid({"opened_on": _("This day lies ahead. Choose today or an earlier day.")})
    if opened_on < by.today - _OLDEST:
        raise Invalid({"opened_on": _("This date is too far away. Check the year.")})
    return opened_on


def _insert(row: Opportunity) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        if not row.source_key or not Opportunity.objects.filter(source_key=row.source_key).exists():
            raise
        raise Invalid({"source_key": _("This opportunity was imported already.")}) from error


def _keep(found: Checked, before: dict[str, Any], names: Collection[str]) -> None:
    """Leave these fields as they are."""
    for name in names:
        if name == "competitors":
            found.competitors = before[name]
        elif name == "lines":
            found.lines = before[name]
            found.columns["amount"] = before["amount"]
        else:
            found.columns[name] = before[name]


def _correct_closing(row: Opportunity) -> None:
    """The fact that it was won or lost says the amount that it has now."""
    last = row.stages.select_related("after").order_by("at", "pk").last()
    if last is not None:
        last.opportunity, last.amount = row, row.amount
        last.save(update_fields=["amount"])
        post_many(items=postings.of_stages([last]))
