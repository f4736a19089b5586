"""What quotes and orders share while they are written: who holds one, its number, its credit and
what the log tells of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import IntegrityError, transaction

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Employee
from zhuixiao.customers.models import Customer
from zhuixiao.kit.errors import Conflict, Invalid, NotAllowed

from ..models import Order, Quote
from . import numbering

Paper = TypeVar("Paper", Order, Quote)


@dataclass(frozen=True)
class Paperwork(Generic[Paper]):
    """One kind of document: `kind` names it in the log, `series` its numbers, `logged` are the
    fields of which the log tells a change; `taken` says that a number is given already."""

    model: type[Paper]
    kind: str
    series: str
    logged: Sequence[str]
    taken: Any

    def locked(self, by: Actor, paper: Paper, *, version: int | None = None) -> Paper:
        """The document as it is now, if the person may work on it; whoever changes it too waits.

        `version` is the one that the person saw. Raises NotAllowed, Conflict.
        """
        rows = self.model.objects.workable_by(by.employee).select_for_update(of=("self",))
        held: Paper | None = rows.select_related("customer", "owner").filter(pk=paper.pk).first()
        if held is None:
            raise NotAllowed
        if version is not None and version != held.version:
            both = {"version": {"base": version, "mine": version, "theirs": held.version}}
            raise Conflict(both, version=held.version)
        return held

    def free_number(self, by: Actor) -> str:
        """The next of the series that nobody has given by hand."""
        return numbering.free_number(self.series, by.today, self.model.objects.all())

    def save_named(self, paper: Paper) -> None:
        """Save a draft. Raises Invalid where another one has its number."""
        try:
            with transaction.atomic():
                paper.save()
        except IntegrityError as error:
            if self.model.objects.filter(number=paper.number).exclude(pk=paper.pk).exists():
                text = self.taken % {"number": paper.number}
                raise Invalid({"number": text}) from error
            raise

    def logged_values(self, paper: Paper) -> dict[str, Any]:
        """What `changes_since` compares with."""
        return {name: getattr(paper, name) for name in self.logged}

    def changes_since(self, before: Mapping[str, Any], paper: Paper) -> audit.Changes:
        """The logged fields in which a document differs from what they were."""
        now = self.logged_values(paper)
        return {name: (old, now[name]) for name, old in before.items() if old != now[name]}

    def log(
        self, by: Actor, action: str, paper: Paper, changes: audit.Changes | None = None
    ) -> None:
        """A line in the log."""
        audit.write(
            by=by,
            action=action,
            kind=self.kind,
            record_id=paper.pk,
            label=paper.number,
            changes=changes,
            version=paper.version,
        )


def credit(by: Actor, paper: Order | Quote, customer: Customer, owner: Employee | None) -> None:
    """Put a draft on its customer, and credit it to `owner`, else to whom it was credited with the
    same customer, to the customer's owner, or to who writes it; who has left gets none anew."""
    same = paper.customer_id == customer.pk and paper.owner_id is not None
    found = (paper.owner if same else None, customer.owner)
    chosen = owner or next((one for one in found if one and one.is_active), by.employee)
    paper.customer, paper.owner, paper.department_id = customer, chosen, chosen.department_id
