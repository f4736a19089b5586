"""Planning whom to visit on a day, and in which order."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Employee
from zhuixiao.customers.models import Customer
from zhuixiao.kit.errors import NotAllowed, RuleError
from zhuixiao.kit.geo import Position
from zhuixiao.kit.text.normal import clean
from zhuixiao.ledger.actions import post, unpost

from ..metrics.visits import VISITS
from ..models import Visit, VisitPlan
from ..postings import visits as postings
from ..queries.visit_plans import nearest_first

MOST_STOPS = 60
NOTE_LENGTH = 200


@transaction.atomic
def add(*, by: Actor, person: Employee, day: date, customer_id: int, note: str = "") -> VisitPlan:
    """Put a customer at the end of somebody's route of a day; one that stands there stays.

    Raises NotAllowed, RuleError.
    """
    check_may_plan(by, person)
    if day < by.today:
        raise RuleError(_("This day is over."), field="day")
    customer = Customer.objects.workable_by(by.employee).filter(pk=customer_id).first()
    # Who plans for somebody must not send him to a customer that he cannot open.
    seen = customer and Customer.objects.visible_to(person).filter(pk=customer.pk).exists()
    if customer is None or not seen:
        raise RuleError(_("Choose a customer that this person works on."), field="customer")
    route = _route(person, day)
    if held := next((row for row in route if row.customer_id == customer.pk), None):
        return held
    if len(route) >= MOST_STOPS:
        raise RuleError(_("At most %(limit)d visits a day.") % {"limit": MOST_STOPS})
    made = Visit.objects.filter(employee=person, day=day, customer=customer, plan=None)
    row = VisitPlan.objects.create(
        employee=person,
        department_id=person.department_id,
        customer=customer,
        day=day,
        position=max((row.position for row in route), default=-1) + 1,
        note=" ".join(clean(note).split())[:NOTE_LENGTH],
        planned_by=by.employee,
        created_at=by.at,
        visit=made.order_by("at").first(),
    )
    post(fact=postings.plan_fact(row), postings=postings.of_plan(row))
    _log(by, row, "create")
    return row


@transaction.atomic
def remove(*, by: Actor, plan: VisitPlan) -> None:
    """Take a stop off the route while its day is not over. Raises NotAllowed, RuleError."""
    check_may_plan(by, plan.employee)
    row = VisitPlan.objects.select_for_update(of=("self",)).filter(pk=plan.pk).first()
    if row is None:
        return
    if row.day < by.today:
        raise RuleError(_("This day is over."))
    _log(by, row, "delete")
    unpost(fact=postings.plan_fact(row))
    row.delete()


@transaction.atomic
def order(*, by: Actor, person: Employee, day: date, ids: Sequence[int]) -> None:
    """Put the stops into this order; those not named follow as they stood. Raises NotAllowed."""
    check_may_plan(by, person)
    route = _route(person, day)
    wanted = {pk: place for place, pk in enumerate(ids)}
    _number(sorted(route, key=lambda row: (wanted.get(row.pk, len(wanted)), row.position)))


@transaction.atomic
def order_by_distance(
    *, by: Actor, person: Employee, day: date, start: Position | None = None
) -> None:
    """Go to the nearest next, from `start` or from the first stop; those without a position come
    last. Raises NotAllowed."""
    check_may_plan(by, person)
    _number(nearest_first(_route(person, day), start))


def check_may_plan(by: Actor, person: Employee) -> None:
    """Everybody plans his own days, and those of others who may change visits in his scope."""
    access = by.employee.access
    access.check(VISITS, "create")
    if person.pk == by.employee.pk:
        return
    is_held = access.holds(VISITS, owner_id=person.pk, department_id=person.department_id)
    if not (person.is_active and access.may(VISITS, "edit") and is_held):
        raise NotAllowed


def _route(person: Employee, day: date) -> list[VisitPlan]:
    """Locked by the person, so that two who plan at once take turns."""
    Employee.objects.select_for_update(no_key=True, of=("self",)).get(pk=person.pk)
    rows = VisitPlan.objects.filter(employee=person, day=day).select_related("customer")
    return list(rows.in_order())


def _number(route: Sequence[VisitPlan]) -> None:
    for place, row in enumerate(route):
        row.position = place
    VisitPlan.objects.bulk_update(route, ["position"])


def _log(by: Actor, row: VisitPlan, action: str) -> None:
    audit.write(by=by, action=action, kind=postings.PLAN, record_id=row.pk, label=row.customer.name)
