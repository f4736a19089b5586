"""What becomes of open opportunities when their customer changes hands, or their owner leaves."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db.models import QuerySet

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import AuditEntry, Employee
from zhuixiao.customers.choices import OwnerReason
from zhuixiao.customers.models import OwnerSpan

from ..models import Opportunity
from ..wording import OPPORTUNITY
from .opportunity_telling import tell_owners

_BATCH = 500


def follow(by: Actor, spans: Sequence[OwnerSpan], with_tasks: bool) -> None:  # noqa: FBT001
    """Those of the last owner go along where open tasks do; an undo brings them back. What was won
    or lost stays with who did it."""
    for start in range(0, len(spans), _BATCH):
        by_customer = {span.customer_id: span for span in spans[start : start + _BATCH]}
        if with_tasks:
            _hand_on(by, by_customer, _of_last_owner(by_customer))
        if left_at := _left_at(by_customer):
            _hand_on(by, by_customer, _went_along(_of_last_owner(by_customer), left_at))


def let_out(by: Actor, customer_id: int, employee_id: int) -> None:
    """Somebody works on the customer no longer: the owner goes on with what he had there."""
    rows = Opportunity.objects.open().filter(customer=customer_id, owner=employee_id)
    found = [
        row
        for row in rows.select_related("customer__owner").select_for_update(of=("self",))
        if row.customer.owner is not None and row.customer.owner_id != employee_id
    ]
    _give(by, [(row, row.customer.owner) for row in found if row.customer.owner])


def count(person: Employee, _now: datetime) -> int:
    """Open opportunities that the person has, those in the trash too."""
    return _held(person).count()


def hand_over(by: Actor, leaver: Employee, receivers: Sequence[Employee], _rule: str) -> int:
    """What did not go along with its customer: to the customer's owner if he is one of them, else
    one after the other to each."""
    by_id = {person.pk: person for person in receivers}
    rows = list(
        _held(leaver).order_by("pk").select_related("customer").select_for_update(of=("self",))
    )
    _give(
        by,
        [
            (row, by_id.get(row.customer.owner_id or 0, receivers[place % len(receivers)]))
            for place, row in enumerate(rows)
        ],
    )
    return len(rows)


def _held(person: Employee) -> QuerySet[Opportunity]:
    return Opportunity.objects.filter(owner=person, closed_on=None)


def _of_last_owner(by_customer: Mapping[int, OwnerSpan]) -> list[Opportunity]:
    """The open ones that the last owner has, where there is a new owner."""
    rows = Opportunity.objects.open().filter(customer__in=by_customer).order_by("pk")
    return [
        row
        for row in rows.select_for_update(of=("self",))
        if (span := by_customer[row.customer_id]).owner_id and row.owner_id == span.before_id
    ]


def _left_at(by_customer: Mapping[int, OwnerSpan]) -> dict[int, datetime]:
    """When the customers changed hands whose last change is undone by this."""
    undone = [pk for pk, span in by_customer.items() if span.reason == OwnerReason.UNDONE]
    if not undone:
        return {}
    ended = OwnerSpan.objects.filter(customer__in=undone, is_undone=True).order_by("since")
    return dict(ended.values_list("customer_id", "since"))


def _went_along(rows: Sequence[Opportunity], left_at: Mapping[int, datetime]) -> list[Opportunity]:
    """Those that went along when the customers left, and that nobody changed since."""
    entries = AuditEntry.objects.filter(
        kind=OPPORTUNITY,
        action="hand_over",
        record_id__in=[row.pk for row in rows],
        at__in=set(left_at.values()),
    )
    handed = {(one.record_id, one.at, one.version) for one in entries}
    return [row for row in rows if (row.pk, left_at.get(row.customer_id), row.version) in handed]


def _hand_on(by: Actor, by_customer: Mapping[int, OwnerSpan], rows: Sequence[Opportunity]) -> None:
    owners = Employee.objects.in_bulk({by_customer[row.customer_id].owner_id for row in rows})
    _give(by, [(row, owners[by_customer[row.customer_id].owner_id or 0]) for row in rows])


def _give(by: Actor, pairs: Iterable[tuple[Opportunity, Employee]]) -> None:
    """Locked rows to their new owners; the log says so, for an undo."""
    rows, entries = [], []
    for row, owner in pairs:
        before = row.owner_id
        row.owner, row.department_id = owner, owner.department_id
        row.version += 1
        rows.append(row)
        entries.append(
            audit.entry(
                by=by,
                action="hand_over",
                kind=OPPORTUNITY,
                record_id=row.pk,
                label=row.name,
                changes={"owner_id": (before, owner.pk)},
                version=row.version,
            )
        )
    Opportunity.objects.bulk_update(rows, ["owner", "department", "version"], batch_size=_BATCH)
    audit.write_many(entries)
    tell_owners(by=by, opportunities=[row for row in rows if row.deleted_at is None])
