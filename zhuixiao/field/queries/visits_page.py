"""One visit with all that proves it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from zhuixiao.accounts.models import Employee
from zhuixiao.customers.models import Customer

from ..choices.visits import StepKind
from ..models import Photo, Visit
from ..visits.steps import Step
from . import places
from .places import Names
from .visit_plans import navigation
from .visits_phone import latest_answers


@dataclass(frozen=True)
class Done:
    """A step with what was entered there."""

    step: Step
    value: object
    photos: Sequence[Photo]

    @property
    def is_missing(self) -> bool:
        return self.value is None and not self.photos

    @property
    def is_yes_no(self) -> bool:
        return self.step.kind == StepKind.YES_NO


@dataclass(frozen=True)
class VisitPage:
    """`customer_url` is empty where the reader does not see the customer; `links` lead to where
    the visit was signed in; `places` are what the places of signing in and out are called."""

    visit: Visit
    steps: Sequence[Done]
    photos: Sequence[Photo]
    customer_url: str
    may_correct: bool
    links: Sequence[tuple[str, str]]
    places: Names

    @property
    def missing(self) -> list[Done]:
        """Required steps that nobody answered."""
        return [row for row in self.steps if row.step.is_required and row.is_missing]


def page_of(visit: Visit, *, reader: Employee, today: date) -> VisitPage:
    """The visit, which the reader may see, as its page shows it."""
    photos = list(visit.photos.order_by("at", "pk"))
    answers = {row.step: row.value for row in latest_answers(visit)}
    keys = {step.key for step in visit.all_steps}
    steps = [
        Done(step, answers.get(step.key), [row for row in photos if row.step == step.key])
        for step in visit.all_steps
    ]
    customer = Customer.objects.filter(pk=visit.customer_id)
    is_seen = Customer.objects.visible_to(reader).filter(pk=visit.customer_id).exists()
    workable = Customer.objects.workable_by(reader).filter(pk=visit.customer_id).exists()
    place = visit.place
    name = customer.values_list("name", flat=True)[0]
    return VisitPage(
        visit=visit,
        steps=steps,
        photos=[row for row in photos if row.step not in keys],
        customer_url=f"/customers/{visit.customer_id}/" if is_seen else "",
        may_correct=workable
        and place is not None
        and visit.distance != 0
        and reader.access.may("customers", "edit"),
        links=navigation(place, name) if place else (),
        places=places.names([place, visit.out_place], today=today),
    )
