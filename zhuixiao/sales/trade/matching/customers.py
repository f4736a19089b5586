"""The customers that rows name: found by name, else by the core of the name, else created."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from typing import NamedTuple

from django.utils.translation import gettext as _

from zhuixiao.accounts.models import Employee
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option
from zhuixiao.catalog.regions import Atlas
from zhuixiao.customers.actions import creating, duplicates
from zhuixiao.customers.actions.creating import NewCustomer
from zhuixiao.customers.actions.places import Places
from zhuixiao.customers.actions.values import Known, checked
from zhuixiao.customers.choices import OwnerReason
from zhuixiao.customers.models import Customer
from zhuixiao.kit.errors import Invalid
from zhuixiao.kit.text.company import name_core
from zhuixiao.kit.text.errors import shown
from zhuixiao.kit.text.normal import fold

from ..setup import CREATE
from ..work import Work


class Held(NamedTuple):
    """A customer with what documents copy from it; `pk` is 0 for one that a dry run would make."""

    pk: int
    channel_id: int
    region_id: int
    owner_id: int | None
    department_id: int | None


class Wanted(NamedTuple):
    """A customer as a row names it; what follows the name is for a new one."""

    name: str
    region: str
    industry: str
    day: date
    owner: Employee | None
    may_create: bool = True


class Customers:
    """Looks up the names of a chunk in few statements, and remembers them."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._found: dict[str, Held | str] = {}
        # What a number stood beside when it came with a name.
        self._names: dict[str, str] = {}
        self._places = Places(work.by.today)
        self._known = Known(work.by.employee)
        self._atlas: Atlas | None = None
        rows = Option.objects.of(PickList.INDUSTRY).in_use()
        self._industries = {fold(row.name): row.pk for row in rows}
        # A history from another system keeps its dates; for others "added" means now.
        self._keeps_dates = work.by.employee.access.may("customers", "manage")

    def name_of(self, name: str, key: str) -> str:
        """The name that stands for what a row says; "" where it says nothing."""
        if name and key:
            self._names.setdefault(key, name)
        return name or self._names.get(key, key) or self._work.setup.stand_in

    def find(self, wanted: Sequence[Wanted]) -> list[Held | str]:
        """The customer of each, or in words why there is none. Call it in the transaction of the
        chunk: customers that are new are written."""
        asked: dict[str, Wanted] = {}
        for one in wanted:
            key = fold(one.name)
            if key not in asked or (one.may_create and not asked[key].may_create):
                asked[key] = one
        missing = {key: one for key, one in asked.items() if key and key not in self._found}
        if missing:
            self._search(missing)
        fresh = {key: one for key, one in missing.items() if key not in self._found}
        if creatable := {key: one for key, one in fresh.items() if self._may_create(one)}:
            self._create(creatable)
        return [self._found.get(fold(one.name)) or _missing(one.name) for one in wanted]

    def _may_create(self, one: Wanted) -> bool:
        is_stand_in = one.name == self._work.setup.stand_in
        return one.may_create and (self._work.setup.customers == CREATE or is_stand_in)

    def _search(self, missing: dict[str, Wanted]) -> None:
        cores = {key: name_core(one.name) for key, one in missing.items()}
        rows = _rows(Customer.objects.filter(name_core__in=set(cores.values()), deleted_at=None))
        by_core: dict[str, list[tuple[str, Held]]] = {}
        for core, name, held in rows:
            by_core.setdefault(core, []).append((fold(name), held))
        ids = [held.pk for _core, _name, held in rows]
        mine = set(
            Customer.objects.workable_by(self._work.by.employee)
            .filter(pk__in=ids)
            .values_list("pk", flat=True)
        )
        for key, core in cores.items():
            alike = by_core.get(core, [])
            found = [held for name, held in alike if name == key] or [held for _n, held in alike]
            if len(found) > 1:
                found = [held for held in found if held.pk in mine] or found
            if len(found) > 1:
                text = _("Several customers are called “%(name)s”. Merge them first.")
                self._found[key] = text % {"name": shown(missing[key].name)}
            elif found and found[0].pk not in mine:
                text = _("“%(name)s” is a customer that you may not work on. Ask its owner.")
                self._found[key] = text % {"name": shown(missing[key].name)}
            elif found:
                self._found[key] = found[0]

    def _create(self, fresh: dict[str, Wanted]) -> None:
        """One for each core: 迪宏 and 迪宏有限公司 of one file are the same customer."""
        by_core: dict[str, list[str]] = {}
        for key, one in fresh.items():
            by_core.setdefault(name_core(one.name), []).append(key)
        rows, taken, keys = [], [], []
        for same in by_core.values():
            one = fresh[same[0]]
            values = self._values(one)
            try:
                found = checked(values, access=self._work.by.employee.access, known=self._known)
            except Invalid as error:
                self._found |= dict.fromkeys(same, str(error))
                continue
            at = datetime.combine(one.day, time(12), UTC) if self._keeps_dates else None
            owner = one.owner or self._work.by.employee
            rows.append(NewCustomer(values, owner=owner, added_at=at))
            taken.append(found)
            keys.append(same)
        self._work.outcome.customers += len(rows)
        if self._work.is_dry:
            for same in keys:
                self._found |= dict.fromkeys(same, Held(0, 0, 0, None, None))
            return
        duplicates.wait_for_others()
        made = creating.write_checked(
            by=self._work.by,
            rows=rows,
            taken=taken,
            reason=OwnerReason.IMPORTED,
            places=self._places,
            may_exceed=True,
        )
        held = {
            one.pk: one
            for _core, _name, one in _rows(Customer.objects.filter(pk__in=[row.pk for row in made]))
        }
        for row, same in zip(made, keys, strict=True):
            self._found |= dict.fromkeys(same, held[row.pk])

    def _values(self, one: Wanted) -> dict[str, object]:
        values: dict[str, object] = {"name": one.name}
        if one.region:
            self._atlas = self._atlas or Atlas(self._work.by.today)
            found = self._atlas.of_name(one.region) or self._atlas.of_address(one.region)
            # A place that is in no list is kept as the beginning of the address.
            values |= {"region": found} if found else {"address": one.region}
        if industry := self._industries.get(fold(one.industry)):
            values["industry"] = industry
        return values


def _rows(rows: Iterable[Customer]) -> list[tuple[str, str, Held]]:
    found = rows.values_list(  # type: ignore[attr-defined]
        "name_core", "name", "pk", "channel_id", "region_id", "owner_id", "owner__department_id"
    )
    return [
        (core, name, Held(pk, channel or 0, region or 0, owner, department))
        for core, name, pk, channel, region, owner, department in found
    ]


def _missing(name: str) -> str:
    if not name:
        return _("There is no customer in this row.")
    return _("There is no customer “%(name)s”.") % {"name": shown(name)}
