"""Signing in at a customer, answering steps, signing out; each item of the phone once."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.customers.actions import pinning
from zhuixiao.customers.models import Customer
from zhuixiao.kit.errors import Invalid, RuleError
from zhuixiao.kit.geo import Position
from zhuixiao.kit.text.normal import clean
from zhuixiao.ledger.actions import post_many

from ..choices.visits import StepKind, VisitState, Whereabouts
from ..metrics.visits import VISITS
from ..models import Visit, VisitAnswer, VisitPlan, VisitType
from ..models.captured import moment
from ..phone.captures import Capture
from ..postings import visits as postings
from ..visits.nearness import GOOD_ACCURACY, whereabouts
from . import attendance_days, once, tracks_days, visits_once
from . import visits_record as records
from .visits_customer import customer_of

REASON_LENGTH = NEXT_NOTE_LENGTH = 200
NOTE_LENGTH = 10_000
TEXT_LENGTH = 2_000
_LARGEST_NUMBER = 10**12
# Nobody stays longer than a day; what says so has a wrong clock.
_MOST_MINUTES = 24 * 60


@dataclass(frozen=True)
class SignIn:
    """Where somebody arrived; without a type the default one. `reason` says why outside."""

    customer_id: int
    type_id: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class SignOut:
    """How a visit ended: what to remember, and when to come again."""

    note: str = ""
    next_on: date | None = None
    next_note: str = ""


@transaction.atomic
def sign_in(*, by: Actor, capture: Capture, new: SignIn) -> Visit:
    """Begin a visit; being elsewhere is marked and never refused.

    A customer without a position gets this one, if it is exact. Raises NotAllowed, RuleError.
    """
    by.employee.access.check(VISITS, "create")
    if held := once.made_before(Visit, by, capture):
        return held
    day = visits_once.company_day(by, capture)
    customer, is_open = customer_of(by, new.customer_id)
    type_ = _type(new.type_id)
    near, distance = _nearness(capture, customer, type_.fence)
    if _pins(by, capture, customer, is_open=is_open):
        near, distance = Whereabouts.PINNED, 0
    visit = Visit(
        employee=by.employee,
        department_id=by.employee.department_id,
        day=day,
        customer=customer,
        type=type_,
        steps=type_.steps,
        fence=type_.fence,
        whereabouts=near,
        distance=distance,
        reason=_line(new.reason)[:REASON_LENGTH],
        is_detached=not is_open,
        is_verified=near == Whereabouts.WITHIN and not capture.is_mock,
        **moment(capture),
    )
    visit.save(force_insert=True)
    items = [records.items_of(visit)]
    plan = VisitPlan.objects.filter(employee=by.employee, day=day, customer=customer, visit=None)
    for row in plan.select_for_update():
        row.visit = visit
        row.save(update_fields=["visit"])
        items.append((postings.plan_fact(row), postings.of_plan(row)))
    # A new visit has posted nothing; its plan has.
    post_many(items=items, fresh=len(items) == 1)
    attendance_days.mark(employee_id=by.employee.pk, day=day)
    tracks_days.sum_up_again(employee_id=by.employee.pk, day=day)
    _log(by, visit, "create")
    return visit


@transaction.atomic
def answer(*, by: Actor, capture: Capture, visit: UUID, step: str, value: object) -> VisitAnswer:
    """Keep what was entered at a step; of several the latest counts, in whatever order they come.

    Raises NotAllowed, RuleError: one that waits while the sign-in has not come.
    """
    by.employee.access.check(VISITS, "create")
    if held := once.made_before(VisitAnswer, by, capture):
        return held
    row = visits_once.own_visit(by, visit)
    kind = next((known.kind for known in row.all_steps if known.key == step), None)
    if kind is None or kind == StepKind.PHOTO:
        raise RuleError(_("This visit has no such step."), field="step")
    answered = VisitAnswer(
        employee=by.employee,
        department_id=by.employee.department_id,
        day=visits_once.company_day(by, capture),
        visit=row,
        step=step,
        value=_value(kind, value),
        **moment(capture),
    )
    answered.save(force_insert=True)
    return answered


@transaction.atomic
def sign_out(*, by: Actor, capture: Capture, visit: UUID, end: SignOut) -> Visit:
    """End a visit: its minutes count, and it becomes an action record with the next contact.

    One that the night closed as not signed out is ended after all. A second sign-out changes
    nothing. Raises NotAllowed, Invalid, RuleError: one that waits while the sign-in has not come.
    """
    by.employee.access.check(VISITS, "create")
    held = once.made_before(Visit, by, capture, "out_client_id")
    row = visits_once.own_visit(by, held.client_id if held else visit)
    if row.state == VisitState.DONE:
        return row
    was_closed = row.state == VisitState.UNSIGNED
    _end(row, capture, _tidy(row, end))
    row.save()
    if was_closed and row.activity_id:
        records.complete(by, row)
    else:
        records.record(by, row)
    attendance_days.mark(employee_id=row.employee_id, day=row.day)
    tracks_days.sum_up_again(employee_id=row.employee_id, day=row.day)
    _log(by, row, "sign_out")
    return row


@transaction.atomic
def close(*, by: Actor, visit: Visit) -> Visit:
    """End a visit that was never signed out, for its visitor `by`: it becomes an action record
    without minutes."""
    row = Visit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    if row.state != VisitState.OPEN:
        return row
    row.state = VisitState.UNSIGNED
    row.save(update_fields=["state"])
    records.record(by, row)
    _log(by, row, "close")
    return row


@transaction.atomic
def give_position(*, by: Actor, visit: Visit) -> None:
    """Where this visit was signed in is where the customer is: the person corrects the map.

    The visit's own verdict stays as it was. Raises NotAllowed, RuleError.
    """
    place = visit.place
    if place is None:
        raise RuleError(_("This visit has no position."))
    customer = Customer.objects.workable_by(by.employee).filter(pk=visit.customer_id).first()
    if customer is None:
        raise RuleError(_("This customer is not yours to change."))
    pinning.pin(by=by, customer=customer, place=place, moves=True)


def is_newly_proven(visit: Visit) -> bool:
    """Whether a photo that came in proves a locked visit that nothing proved until now."""
    if not visit.is_verified and any(photo.is_evidence for photo in visit.photos.all()):
        visit.is_verified = True
        visit.save(update_fields=["is_verified"])
        return True
    return False


def _type(type_id: int | None) -> VisitType:
    """A retired one may come from a phone that was offline since."""
    rows = VisitType.objects.all()
    found = rows.filter(pk=type_id).first() if type_id else rows.filter(is_default=True).first()
    if found is None:
        raise RuleError(_("Choose a type of visit."), field="type")
    return found


def _place_of(customer: Customer) -> Position | None:
    if customer.latitude is None or customer.longitude is None:
        return None
    return Position(customer.latitude, customer.longitude)


def _nearness(capture: Capture, customer: Customer, fence: int) -> tuple[Whereabouts, int | None]:
    return whereabouts(capture.place, capture.accuracy, _place_of(customer), fence)


def _pins(by: Actor, capture: Capture, customer: Customer, *, is_open: bool) -> bool:
    """Whether this visit gave the customer its position."""
    is_exact = capture.accuracy is not None and capture.accuracy <= GOOD_ACCURACY
    if not is_open or not is_exact or capture.is_mock or capture.place is None:
        return False
    if _place_of(customer) is not None or not by.employee.access.may("customers", "edit"):
        return False
    return pinning.pin(by=by, customer=customer, place=capture.place)


def _value(kind: str, value: object) -> object:
    """What a step of this kind keeps. Raises RuleError."""
    match kind:
        case StepKind.NUMBER:
            is_number = isinstance(value, int | float) and not isinstance(value, bool)
            if is_number and abs(value) <= _LARGEST_NUMBER:  # type: ignore[arg-type]
                return value
            raise RuleError(_("Enter a number."), field="value")
        case StepKind.YES_NO:
            if isinstance(value, bool):
                return value
            raise RuleError(_("Answer yes or no."), field="value")
        case _:
            text = clean(value, multiline=True).strip() if isinstance(value, str) else ""
            if text and len(text) <= TEXT_LENGTH:
                return text
            told = _("Write 1 to %(most)d characters.") % {"most": TEXT_LENGTH}
            raise RuleError(told, field="value")


def _tidy(visit: Visit, end: SignOut) -> SignOut:
    note = clean(end.note, multiline=True).strip()
    next_note = _line(end.next_note)
    errors: dict[str, object] = {}
    if len(note) > NOTE_LENGTH:
        errors["note"] = _("At most %(limit)d characters.") % {"limit": NOTE_LENGTH}
    if len(next_note) > NEXT_NOTE_LENGTH:
        errors["next_note"] = _("At most %(limit)d characters.") % {"limit": NEXT_NOTE_LENGTH}
    if end.next_on and end.next_on < visit.day:
        errors["next_on"] = _("The next contact cannot be before this one.")
    if errors:
        raise Invalid(errors)
    return SignOut(note, end.next_on, next_note)


def _end(visit: Visit, capture: Capture, end: SignOut) -> None:
    place = capture.place
    near, distance = _nearness(capture, visit.customer, visit.fence)
    visit.state = VisitState.DONE
    visit.out_client_id = capture.client_id
    visit.out_at = max(capture.at, visit.at)
    visit.out_latitude = place.latitude if place else None
    visit.out_longitude = place.longitude if place else None
    visit.out_accuracy = capture.accuracy
    visit.out_whereabouts, visit.out_distance = near, distance
    visit.minutes = _minutes(visit.at, visit.out_at)
    visit.note, visit.next_on, visit.next_note = end.note, end.next_on, end.next_note
    # Who gave the customer its position stands on it: leaving from there proves nothing more.
    is_near = near == Whereabouts.WITHIN and visit.whereabouts != Whereabouts.PINNED
    visit.is_verified = visit.is_verified or (is_near and not capture.is_mock)


def _minutes(start: datetime, end: datetime) -> int:
    return min(int((end - start).total_seconds() // 60), _MOST_MINUTES)


def _line(text: str) -> str:
    return " ".join(clean(text).split())


def _log(by: Actor, visit: Visit, action: str) -> None:
    audit.write(
        by=by,
        action=action,
        kind=postings.VISIT,
        record_id=visit.pk,
        label=visit.customer.name,
    )
