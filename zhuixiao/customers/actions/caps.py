"""How many customers a person may hold (库容), checked by the ownership service alone."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from zhuixiao.accounts.models import Department, Employee
from zhuixiao.kit.errors import RuleError

from ..models import Cap, Customer


@dataclass(frozen=True)
class _Holder:
    """Whom a cap counts: one person, or a whole department together."""

    cap: Cap
    who: Employee | Department

    def room(self) -> int:
        """How many more fit; less than 0 where the cap came later than the customers."""
        if isinstance(self.who, Department):
            people = Employee.objects.filter(department__in=self.who.subtree())
            rows = Customer.objects.filter(owner__in=people.values("pk"), deleted_at=None)
        else:
            rows = Customer.objects.filter(owner=self.who, deleted_at=None)
        if self.cap.ignores_won:
            rows = rows.filter(won_at=None)
        if ignored := [stage.pk for stage in self.cap.ignored_stages.all()]:
            rows = rows.exclude(stage__in=ignored)
        return self.cap.most - rows.count()


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
    for holder, more in wanted.items():
        room = max(holder.room() + (more if are_written else 0), 0)
        if more > room:
            told = {"name": holder.who.name, "room": room, "more": more}
            raise RuleError(
                _("%(name)s has room for %(room)d more customers, not for %(more)d.") % told,
                field="owner",
            )


def room_of(person: Employee) -> int | None:
    """How many more customers the person may get; None without a cap. Locks the caps."""
    holder = _holders([person])[person.pk]
    return holder.room() if holder else None


class Rooms:
    """How many more each of these people may get, counted along; the caps stay locked."""

    def __init__(self, people: Iterable[Employee]) -> None:
        self._holders = _holders(people)
        self._left = {one: one.room() for one in self._holders.values() if one}

    def take(self, person: Employee) -> bool:
        """Whether the person has room for one more, which then counts as taken."""
        holder = self._holders[person.pk]
        if holder is None:
            return True
        if self._left[holder] <= 0:
            return False
        self._left[holder] -= 1
        return True


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
