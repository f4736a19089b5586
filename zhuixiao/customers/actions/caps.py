"""How many customers a person may hold (库容), checked by the ownership service alone."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _

from zhuixiao.accounts.models import Department, Employee
from zhuixiao.catalog.choices import StageOutcome
from zhuixiao.catalog.models import Option
from zhuixiao.kit.errors import RuleError

from ..models import Cap, Customer, CustomerQuerySet


@dataclass(frozen=True)
class _Holder:
    """Whom a cap counts: one person, or a whole department together."""

    cap: Cap
    who: Employee | Department

    def counts(self, stage: Option) -> bool:
        """Whether a new customer that begins in this stage takes a place."""
        is_won = stage.outcome == StageOutcome.WON
        return not (is_won and self.cap.ignores_won) and stage not in self.cap.ignored_stages.all()


def check(gains: Mapping[Employee, int], *, are_written: bool = False) -> None:
    """Raises RuleError naming who has no room for so many more customers; `are_written` says that
    they are counted already.

    Call it inside the transaction of the change: the caps stay locked until its end, so that two
    changes at once cannot both find the last place free.
    """
    wanted: Counter[_Holder] = Counter()
    holders = _holders(gains)
    for person, more in gains.items():
        if holder := holders[person.pk]:
            wanted[holder] += more
    rooms = _rooms(wanted)
    for holder, more in wanted.items():
        room = max(rooms[holder] + (more if are_written else 0), 0)
        if more > room:
            told = {"name": holder.who.name, "room": room, "more": more}
            raise RuleError(
                _("%(name)s has room for %(room)d more customers, not for %(more)d.") % told,
                field="owner",
            )


def room_of(person: Employee) -> int | None:
    """How many more customers the person may get; None without a cap. Locks the caps."""
    holder = _holders([person])[person.pk]
    return _rooms([holder])[holder] if holder else None


class Rooms:
    """How many more each of these people may get, counted along; the caps stay locked."""

    def __init__(self, people: Iterable[Employee]) -> None:
        self._holders = _holders(people)
        self._left = _rooms(one for one in self._holders.values() if one)

    def take(self, person: Employee, stage: Option | None = None) -> bool:
        """Whether the person has room for one more, which then counts as taken; one that begins in
        a stage that does not count needs none."""
        holder = self._holders[person.pk]
        if holder is None or (stage is not None and not holder.counts(stage)):
            return True
        if self._left[holder] <= 0:
            return False
        self._left[holder] -= 1
        return True

    def refusal(self, person: Employee) -> str:
        """Why the person gets no more, "" for who has no cap."""
        holder = self._holders[person.pk]
        if holder is None:
            return ""
        most = holder.cap.most
        told = {"name": holder.who.name, "n": most - self._left[holder], "most": most}
        return _("%(name)s has no room: %(n)d of %(most)d customers.") % told


def _rooms(holders: Iterable[_Holder]) -> dict[_Holder, int]:
    """How many more fit, in one statement for all people of a cap; less than 0 where the cap came
    later than the customers."""
    left: dict[_Holder, int] = {}
    people: dict[Cap, list[_Holder]] = defaultdict(list)
    for holder in holders:
        if isinstance(holder.who, Department):
            members = Employee.objects.filter(department__in=holder.who.subtree())
            rows = _counted(holder.cap).filter(owner__in=members.values("pk"))
            left[holder] = holder.cap.most - rows.count()
        else:
            people[holder.cap].append(holder)
    for cap, some in people.items():
        rows = _counted(cap).filter(owner__in=[one.who.pk for one in some])
        held = dict(rows.order_by().values_list("owner").annotate(Count("pk")))
        left |= {one: cap.most - held.get(one.who.pk, 0) for one in some}
    return left


def _counted(cap: Cap) -> CustomerQuerySet:
    """The customers that take a place."""
    rows = Customer.objects.filter(deleted_at=None)
    if cap.ignores_won:
        rows = rows.filter(won_at=None)
    ignored = [stage.pk for stage in cap.ignored_stages.all()]
    return rows.exclude(stage__in=ignored) if ignored else rows


def _holders(people: Iterable[Employee]) -> dict[int, _Holder | None]:
    """By employee id whom the cap of that person counts; locks all caps."""
    caps = Cap.objects.order_by("pk").select_for_update()
    found = list(caps.prefetch_related("people", "departments", "ignored_stages"))
    return {person.pk: _nearest(person, found) for person in people}


def _nearest(person: Employee, caps: Iterable[Cap]) -> _Holder | None:
    """The person's own cap, else that of the nearest department, else the company's."""
    nearest: tuple[int, _Holder | None] = (-1, None)
    for cap in caps:
        units = {unit.pk: unit for unit in cap.departments.all()}
        members = {one.pk for one in cap.people.all()}
        if person.pk in members:
            return _Holder(cap, person)
        if not units and not members:
            nearest = max(nearest, (0, _Holder(cap, person)), key=lambda one: one[0])
        for depth, pk in enumerate(person.department.ancestor_ids, start=1):
            if pk in units:
                who = units[pk] if cap.together else person
                nearest = max(nearest, (depth, _Holder(cap, who)), key=lambda one: one[0])
    return nearest[1]
