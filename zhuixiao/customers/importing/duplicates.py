"""Which rows are customers that exist already: one query a rule for a whole chunk of rows.

The comparison sees the whole company, whatever the importer may see; what is told about a foreign
customer is for the engine to decide.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Value
from django.db.models.functions import Lower

from zhuixiao.accounts.choices import Via
from zhuixiao.kit.text.normal import fold

from ..duplicate_rules import Facts, Handling, Key, Rule
from ..models import Customer, CustomerPhone
from .drafts import Draft, Match

# The strongest sign first.
_ORDER = ("credit_code", "email", "name", "phone")
_COMPARED = ("pk", "name", "batch_id", "name_core", "credit_code", "email", "region_id")


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
            for number, pk, name, batch_id, core, *more in _rows(rule, facts) if wanted else ():
                held = Facts(name, "", *more)
                key = rule.key(held, core=core, number=number)
                if key is not None and (place, key) in wanted:
                    self._found.setdefault((place, key), Match(rule, name, pk, batch_id))

    def find(self, draft: Draft) -> Match | None:
        """The oldest customer by the strongest sign."""
        return next((self._found[key] for key in draft.keys if key in self._found), None)


class Earlier:
    """Rows of this file that became customers. A dry run keeps those of the whole file, so only
    hashes are held: a hundred thousand rows take some 30 MB."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = rules
        self._rows: dict[int, int] = {}
        self._people: set[int] = set()

    def find(self, draft: Draft) -> Match | None:
        for key in draft.keys:
            if row := self._rows.get(hash(key)):
                return Match(self._rules[key[0]], "", row=row)
        return None

    def add(self, draft: Draft) -> None:
        """Remember a row that becomes a customer, and its contact."""
        self.join(draft.number, draft)

    def join(self, row: int, draft: Draft) -> None:
        """Remember that what this row holds belongs to the customer of `row`."""
        for key in draft.keys:
            self._rows.setdefault(hash(key), row)
        if draft.contact:
            self._people.add(_person(row, draft))

    def is_new_person(self, row: int, draft: Draft) -> bool:
        """Whether the customer of `row` has no contact of this name yet."""
        return _person(row, draft) not in self._people


def _rows(rule: Rule, facts: Sequence[Facts]) -> Iterable[tuple[Any, ...]]:
    """Number and `_COMPARED` of customers that one of its parts finds, the oldest first."""
    if rule.phone:
        numbers = {number for one in facts for number in one.numbers}
        held = CustomerPhone.objects.filter(number__in=numbers, customer__deleted_at=None)
        columns = [f"customer__{name}" for name in _COMPARED]
        return held.order_by("customer_id").values_list("number", *columns)
    rows = Customer.objects.filter(deleted_at=None)
    if rule.credit_code:
        rows = rows.filter(credit_code__in={one.code for one in facts if one.code})
    elif rule.email:
        mails = {one.mail for one in facts if one.mail}
        rows = rows.alias(mail=Lower("email")).filter(mail__in=mails).exclude(email="")
    else:
        rows = rows.filter(name_core__in={one.core for one in facts if one.core})
    return rows.order_by("pk").values_list(Value(""), *_COMPARED)


def _person(row: int, draft: Draft) -> int:
    return hash((row, fold(draft.contact.get("name", ""))))
