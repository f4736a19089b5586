"""What an opportunity is made from, and the checks that adding, editing and moving share."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Employee
from zhuixiao.customers.models import Customer
from zhuixiao.kit.errors import Invalid
from zhuixiao.kit.text.normal import clean

from ..models import Opportunity
from ..queries.stages import Stage
from ..stages import Need
from . import lines
from . import opportunity_checks as checks
from .lines import NewLine

NAME_LENGTH = 120
NOTE_LENGTH = 2_000


@dataclass(frozen=True)
class WantedLine:
    """A product that the customer wants: quantity in thousandths, price per unit in hundredths of
    a minor unit."""

    product_id: int
    quantity: int
    price: int


@dataclass(frozen=True)
class NewOpportunity:
    """An opportunity as it is typed; `amount` in minor units is what the lines come to where there
    are any. Without an owner it is the customer's owner's, or who writes it; without a probability
    (basis points) the stage's; without a stage it begins in the first one.

    Editing leaves customer, stage, `opened_on` and `source_key` as they are.
    """

    name: str
    customer_id: int = 0
    stage_id: int | None = None
    contact_id: int | None = None
    owner_id: int | None = None
    amount: int = 0
    probability_bp: int | None = None
    expected_on: date | None = None
    competitor_ids: Sequence[int] = ()
    next_step: str = ""
    next_step_on: date | None = None
    loss_reason_id: int | None = None
    note: str = ""
    lines: Sequence[WantedLine] = ()
    opened_on: date | None = None
    source_key: str = ""


@dataclass
class Checked:
    """The columns of an opportunity, its competitors and its lines, all as the audit log keeps
    them: lines are [product, quantity, price]."""

    columns: dict[str, Any]
    competitors: list[int]
    lines: list[list[int]]
    owner: Employee
    errors: dict[str, object] = field(default_factory=dict)

    @property
    def state(self) -> dict[str, Any]:
        return {**self.columns, "competitors": self.competitors, "lines": self.lines}


def checked(
    *, by: Actor, new: NewOpportunity, customer: Customer, stage: Stage, before: Opportunity | None
) -> Checked:
    """What is typed, fit to be stored. `before` is the opportunity that is edited: what it has may
    stay although it could not be chosen any more. Raises Invalid with a message per field."""
    errors: dict[str, object] = {}
    columns = _texts(new, errors)
    wanted, amount = _lines(by, new.lines, errors)
    columns |= {
        "contact_id": checks.contact(customer, new.contact_id, before, errors),
        "amount": amount if new.lines else checks.typed_amount(new.amount, errors),
        "probability_bp": checks.probability(new.probability_bp, stage, errors),
        "expected_on": checks.day("expected_on", new.expected_on, errors),
        "next_step_on": checks.day("next_step_on", new.next_step_on, errors),
        "loss_reason_id": checks.loss_reason(new.loss_reason_id, stage, before, errors),
    }
    owner = _owner(by, new.owner_id, customer, before, errors)
    columns["owner_id"] = owner.pk
    chosen = checks.competitors(new.competitor_ids, before, errors)
    found = Checked(columns, chosen, wanted, owner)
    held = missing(stage, state_of(before)) if before else ()
    for need in missing(stage, found.state):
        # What lacked before somebody asked for it is no reason to refuse another change.
        if need not in held:
            errors.setdefault(need, asked_for(stage))
    if errors:
        raise Invalid(errors)
    return found


def state_of(opportunity: Opportunity) -> dict[str, Any]:
    """An opportunity by the names of `Checked.state`."""
    names = (
        *("name", "contact_id", "owner_id", "amount", "probability_bp", "expected_on"),
        *("next_step", "next_step_on", "loss_reason_id", "note"),
    )
    rows = opportunity.lines.order_by("position")
    chosen = opportunity.competitors.order_by("pk").values_list("pk", flat=True)
    return {
        **{name: getattr(opportunity, name) for name in names},
        "competitors": list(chosen),
        "lines": [list(row) for row in rows.values_list("product_id", "quantity", "price")],
    }


def missing(stage: Stage, state: dict[str, Any]) -> list[Need]:
    """The fields that the stage asks for and that are empty."""
    names = {Need.CONTACT: "contact_id", Need.LOSS_REASON: "loss_reason_id"}
    return [need for need in stage.needs if not state[names.get(need, need.value)]]


def asked_for(stage: Stage) -> str:
    return _("The stage “%(stage)s” asks for this.") % {"stage": stage.name}


def _texts(new: NewOpportunity, errors: dict[str, object]) -> dict[str, Any]:
    texts = {
        "name": " ".join(clean(new.name).split()),
        "next_step": " ".join(clean(new.next_step).split()),
        "note": clean(new.note, multiline=True),
    }
    if not texts["name"]:
        errors["name"] = _("Say in a few words what the customer wants.")
    limits = {"name": NAME_LENGTH, "next_step": NAME_LENGTH, "note": NOTE_LENGTH}
    for name, limit in limits.items():
        if len(texts[name]) > limit:
            errors[name] = _("At most %(limit)d characters.") % {"limit": limit}
    return texts


def _lines(
    by: Actor, rows: Sequence[WantedLine], errors: dict[str, object]
) -> tuple[list[list[int]], int]:
    """The lines as they are kept, and what they come to."""
    if not rows:
        return [], 0
    new = [NewLine(row.quantity, row.price, row.product_id) for row in rows]
    try:
        counted = lines.count(new, discount=0, rate_e6=1_000_000, on=by.today)
    except Invalid as wrong:
        errors |= wrong.errors
        return [], 0
    return [[row.product_id, row.quantity, row.price] for row in rows], counted.amount


def _owner(
    by: Actor,
    pk: int | None,
    customer: Customer,
    before: Opportunity | None,
    errors: dict[str, object],
) -> Employee:
    """Somebody who may work on the customer, or who has it already."""
    if before and (pk is None or pk == before.owner_id):
        return before.owner
    wanted = pk or customer.owner_id or by.employee.pk
    if wanted == by.employee.pk:
        return by.employee
    known = Employee.objects.with_access().active()
    if wanted != customer.owner_id:
        known = known.known_to(by.employee)
    person: Employee | None = known.filter(pk=wanted).first()
    if person is None:
        if pk is None:
            return by.employee
        errors["owner"] = _("Somebody who works here must have it. Choose again.")
        return by.employee
    if not Customer.objects.workable_by(person).filter(pk=customer.pk).exists():
        text = _("%(name)s may not work on this customer. Let %(name)s in as a collaborator first.")
        errors["owner"] = text % {"name": person.name}
    return person
