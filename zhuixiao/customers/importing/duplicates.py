"""Which rows are customers that exist already: one query a rule for a whole chunk of rows.

The comparison sees the whole company, whatever the importer may see; what is told about a foreign
customer is for the engine to decide.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from operator import itemgetter
from typing import Any

from django.db.models import Q, Value
from django.db.models.functions import Left, Length, Lower
from django.db.models.lookups import In

from zhuixiao.accounts.choices import Via
from zhuixiao.kit.text.normal import fold

from ..duplicate_rules import SHORTEST, Facts, Handling, Key, NameSign, Rule, beginnings
from ..models import Customer, CustomerPhone, CustomerQuerySet
from .drafts import Draft, Match

# The strongest sign first.
_ORDER = ("credit_code", "email", "name", "phone")
_COMPARED = ("pk", "name", "batch_id", "name_core", "credit_code", "email", "region_id")
# SQLite takes 32 766.
_MOST_VALUES = 30_000

# The place of a rule, and what is equal by it.
PlacedKey = tuple[int, Key]


def rules_for_import(rules: Iterable[Rule]) -> list[Rule]:
    """The company's rules for imports: those that refuse, then the strongest sign first."""
    used = (rule for rule in rules if rule.handling(Via.IMPORT) != Handling.IGNORE)
    return sorted(
        used,
        key=lambda rule: (
            rule.handling(Via.IMPORT) != Handling.BLOCK,
            _ORDER.index(rule.reason),
        ),
    )


def keys_of(facts: Facts, rules: Sequence[Rule]) -> list[PlacedKey]:
    """What a row is compared by, the strongest sign first."""
    return [(place, key) for place, rule in enumerate(rules) for key in rule.keys(facts)]


class Existing:
    """The customers in the database that any of these rows may repeat."""

    def __init__(self, drafts: Sequence[Draft], rules: Sequence[Rule]) -> None:
        self._found: dict[PlacedKey, Match] = {}
        facts = [draft.facts for draft in drafts]
        for place, rule in enumerate(rules):
            wanted = {key for draft in drafts for key in draft.keys if key[0] == place}
            names = _Names(rule, facts)
            for number, pk, name, batch_id, core, *more in _rows(rule, facts) if wanted else ():
                held = Facts(name, "", *more)
                for one in names.like(core):
                    key = rule.key(held, core=one, number=number)
                    if key is not None and (place, key) in wanted:
                        self._found.setdefault((place, key), Match(rule, name, pk, batch_id))

    def find(self, draft: Draft) -> Match | None:
        """The oldest customer by the strongest sign."""
        return next((self._found[key] for key in draft.keys if key in self._found), None)


class _Names:
    """The cores of these rows, to be asked for those that a rule takes for the same as another."""

    def __init__(self, rule: Rule, facts: Sequence[Facts]) -> None:
        self._is_similar = rule.name == NameSign.SIMILAR
        self._longer: dict[str, set[str]] = {}
        for core in {one.core for one in facts if one.core} if self._is_similar else ():
            for beginning in beginnings(core):
                self._longer.setdefault(beginning, set()).add(core)

    def like(self, core: str) -> set[str]:
        """Cores of rows that are like this one of a customer."""
        if not self._is_similar:
            return {core}
        shorter = {one for one in beginnings(core) if one in self._longer.get(one, ())}
        return shorter | self._longer.get(core, set())


class Earlier:
    """Rows of this file that became customers. A dry run keeps those of the whole file, so only
    hashes are held: a hundred thousand rows take some 30 MB, with a rule about similar names three
    times as much."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = rules
        self._similar = {n for n, rule in enumerate(rules) if rule.name == NameSign.SIMILAR}
        self._rows: dict[int, int] = {}
        # The same by the beginnings of similar names.
        self._longer: dict[int, int] = {}
        self._people: set[int] = set()

    def find(self, draft: Draft) -> Match | None:
        """The first row by the strongest sign."""
        for key in draft.keys:
            rows = [self._rows.get(hash(key))]
            if key[0] in self._similar:
                rows += [self._rows.get(one) for one in self._beginnings(draft, key[0])]
                rows.append(self._longer.get(hash(key)))
            if found := [row for row in rows if row]:
                return Match(self._rules[key[0]], "", row=min(found))
        return None

    def add(self, draft: Draft) -> None:
        """Remember a row that becomes a customer, and its contact."""
        self.join(draft.number, draft)

    def join(self, row: int, draft: Draft) -> None:
        """Remember that what this row holds belongs to the customer of `row`."""
        for key in draft.keys:
            self._rows.setdefault(hash(key), row)
        for place in self._similar:
            for one in self._beginnings(draft, place):
                self._longer.setdefault(one, row)
        if draft.contact:
            self._people.add(_person(row, draft))

    def is_new_person(self, row: int, draft: Draft) -> bool:
        """Whether the customer of `row` has no contact of this name yet."""
        return _person(row, draft) not in self._people

    def _beginnings(self, draft: Draft, place: int) -> Iterator[int]:
        """Hashes of the keys that the row has by the beginnings of its name."""
        for core in beginnings(draft.facts.core):
            for key in self._rules[place].keys(draft.facts, core=core):
                yield hash((place, key))


def _rows(rule: Rule, facts: Sequence[Facts]) -> Iterable[tuple[Any, ...]]:
    """Number and `_COMPARED` of customers that one of its parts finds, the oldest first."""
    if rule.phone:
        numbers = {number for one in facts for number in one.numbers}
        held = CustomerPhone.objects.filter(number__in=numbers, customer__deleted_at=None)
        columns = [f"customer__{name}" for name in _COMPARED]
        return held.order_by("customer_id").values_list("number", *columns)
    rows = Customer.objects.filter(deleted_at=None)
    cores = {one.core for one in facts if one.core}
    if rule.reason == "name" and rule.name == NameSign.SIMILAR and not rule.email:
        rows = rows.alias(core_length=Length("name_core"))
        parts = (_found(rows.filter(_similar(some))) for some in _parts(cores))
        return sorted(chain.from_iterable(parts), key=itemgetter(1))
    if rule.credit_code:
        rows = rows.filter(credit_code__in={one.code for one in facts if one.code})
    elif rule.email:
        mails = {one.mail for one in facts if one.mail}
        rows = rows.alias(mail=Lower("email")).filter(mail__in=mails).exclude(email="")
    else:
        rows = rows.filter(name_core__in=cores)
    return _found(rows)


def _found(rows: CustomerQuerySet) -> Iterable[tuple[Any, ...]]:
    return rows.order_by("pk").values_list(Value(""), *_COMPARED)


def _parts(cores: Iterable[str]) -> Iterator[list[str]]:
    """Lots with no more beginnings than a statement may have values; mostly one."""
    part: list[str] = []
    room = _MOST_VALUES
    for core in sorted(cores):
        room -= 1 + len(core)
        if room < 0:
            yield part
            part, room = [], _MOST_VALUES - 1 - len(core)
        part.append(core)
    if part:
        yield part


def _similar(cores: Iterable[str]) -> Q:
    """Names that begin one of these, and names that one of these begins: whatever their number,
    one condition for each length."""
    by_length: dict[int, set[str]] = {}
    for core in cores:
        by_length.setdefault(len(core), set()).add(core)
    alike = Q(name_core__in={one for core in cores for one in beginnings(core)})
    for length, some in by_length.items():
        if length >= SHORTEST:
            begins = In(Left("name_core", length), some)
            alike |= Q(begins) & Q(core_length__lte=2 * length)
    return alike


def _person(row: int, draft: Draft) -> int:
    return hash((row, fold(draft.contact.get("name", ""))))
