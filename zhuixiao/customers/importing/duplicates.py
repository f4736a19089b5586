"""Which rows are customers that exist already: three queries for a whole chunk of rows.

The comparison sees the whole company, whatever the importer may see; what is told about a foreign
customer is for the engine to decide.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from zhuixiao.kit.text.normal import fold

from ..models import Customer, CustomerPhone
from .drafts import Draft


class By(StrEnum):
    """What two customers have in common; the strongest sign first."""

    CODE = "code"
    NAME = "name"
    PHONE = "phone"


@dataclass(frozen=True, slots=True)
class Match:
    """The customer that a row repeats: in the database (`customer_id`), else in an earlier row."""

    by: By
    name: str
    customer_id: int = 0
    batch_id: int | None = None
    row: int = 0


_Key = tuple[By, str]


def keys_of(draft: Draft) -> list[_Key]:
    """What this row is compared by, the strongest sign first."""
    keys: list[_Key] = []
    if draft.credit_code:
        keys.append((By.CODE, draft.credit_code.upper()))
    if draft.core:
        keys.append((By.NAME, draft.core))
    keys += [(By.PHONE, number) for number in sorted(draft.numbers)]
    return keys


class Existing:
    """The customers in the database that any of these rows may repeat."""

    def __init__(self, drafts: Sequence[Draft]) -> None:
        self._found: dict[_Key, Match] = {}
        keys = {key for draft in drafts for key in keys_of(draft)}
        self._add(
            Customer.objects.filter(credit_code__in=_of(keys, By.CODE), deleted_at=None)
            .exclude(credit_code="")
            .values_list("credit_code", "pk", "name", "batch_id")
            .order_by("pk"),
            By.CODE,
        )
        self._add(
            Customer.objects.filter(name_core__in=_of(keys, By.NAME), deleted_at=None)
            .values_list("name_core", "pk", "name", "batch_id")
            .order_by("pk"),
            By.NAME,
        )
        self._add(
            CustomerPhone.objects.filter(number__in=_of(keys, By.PHONE), customer__deleted_at=None)
            .values_list("number", "customer_id", "customer__name", "customer__batch_id")
            .order_by("customer_id"),
            By.PHONE,
        )

    def find(self, draft: Draft) -> Match | None:
        """The oldest customer by the strongest sign."""
        return next((self._found[key] for key in keys_of(draft) if key in self._found), None)

    def _add(self, rows: Iterable[tuple[str, int, str, int | None]], by: By) -> None:
        for text, pk, name, batch_id in rows:
            self._found.setdefault((by, text), Match(by, name, pk, batch_id))


class Earlier:
    """Rows of this file that became customers. A dry run keeps those of the whole file, so only
    hashes are held: a hundred thousand rows take some 30 MB."""

    def __init__(self) -> None:
        self._rows: dict[int, int] = {}
        self._people: set[int] = set()

    def find(self, draft: Draft) -> Match | None:
        for key in keys_of(draft):
            if row := self._rows.get(hash(key)):
                return Match(key[0], "", row=row)
        return None

    def add(self, draft: Draft) -> None:
        """Remember a row that becomes a customer, and its contact."""
        self.join(draft.number, draft)

    def join(self, row: int, draft: Draft) -> None:
        """Remember that what this row holds belongs to the customer of `row`."""
        for key in keys_of(draft):
            self._rows.setdefault(hash(key), row)
        if draft.contact:
            self._people.add(_person(row, draft))

    def is_new_person(self, row: int, draft: Draft) -> bool:
        """Whether the customer of `row` has no contact of this name yet."""
        return _person(row, draft) not in self._people


def _person(row: int, draft: Draft) -> int:
    return hash((row, fold(draft.contact.get("name", ""))))


def _of(keys: Iterable[_Key], by: By) -> list[str]:
    return [text for kind, text in keys if kind == by]
