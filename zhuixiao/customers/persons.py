"""One person at a customer: a contact, or the customer itself where it is a person."""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property
from typing import Any

from django.db.models import Model, Q
from django.utils.functional import Promise

from zhuixiao.kit.text.phones import is_mobile

from .choices import CustomerKind
from .models import Contact, Customer
from .numbers import numbers_in

GONE = "•••"
# Shorter ones stand in too many texts that are about something else.
_SHORTEST_NAME, _SHORTEST_STRONG, _SHORTEST_NUMBER = 2, 6, 7


class Reach(IntEnum):
    """How far around a person's own row its name and numbers are looked for."""

    OWN = 0
    CUSTOMER = 1
    EVERYWHERE = 2


@dataclass(frozen=True)
class Person:
    """`contact` is None where the customer itself is the person; its contacts then belong to it."""

    customer: Customer
    contact: Contact | None = None

    @property
    def record(self) -> Contact | Customer:
        return self.contact or self.customer

    @property
    def kind(self) -> str:
        """The kind of its record in the audit log."""
        return "contact" if self.contact else "customer"

    @property
    def is_person(self) -> bool:
        return self.contact is not None or self.customer.kind == CustomerKind.PERSON

    @cached_property
    def contacts(self) -> list[Contact]:
        """The contact, or all those of a customer that is one person, deleted ones too."""
        if self.contact:
            return [self.contact]
        return list(Contact.objects.filter(customer=self.customer.pk).order_by("position", "pk"))

    @cached_property
    def marks(self) -> "Marks":
        """What names this person in a text."""
        return Marks.of(self)


@dataclass(frozen=True)
class Marks:
    """`strong` names nobody else, so it is looked for everywhere; `names` only around the customer;
    `numbers` are comparable phone numbers."""

    numbers: frozenset[str]
    strong: tuple[str, ...]
    names: tuple[str, ...]

    @classmethod
    def of(cls, person: Person) -> "Marks":
        """A number that also stands on somebody else of the customer, or a landline of the
        customer, is not the person's alone."""
        own: list[Contact | Customer] = [*person.contacts]
        others = Contact.objects.filter(customer=person.customer.pk, deleted_at=None)
        others = others.exclude(pk__in=[row.pk for row in person.contacts])
        shared = {number for row in others for number in numbers_in(row.phone)}
        if person.contact is None:
            own.append(person.customer)
        else:
            held = numbers_in(person.customer.phone)
            shared |= {number for number in held if not is_mobile(number)}
        numbers = {number for row in own for number in numbers_in(row.phone)} - shared
        words = [row.email for row in own] + [row.wechat for row in own if isinstance(row, Contact)]
        around = {row.name for row in others}
        if person.contact:
            around.add(person.customer.name)
        names = {row.name for row in own if len(row.name) >= _SHORTEST_NAME}
        names |= {word for word in words if _SHORTEST_NAME <= len(word) < _SHORTEST_STRONG}
        return cls(
            numbers=frozenset(numbers),
            strong=tuple(
                sorted(
                    {number for number in map(_main, numbers) if len(number) >= _SHORTEST_NUMBER}
                    | {word for word in words if len(word) >= _SHORTEST_STRONG}
                )
            ),
            names=tuple(sorted(n for n in names if not any(n in other for other in around))),
        )

    def without(self, value: Any) -> Any:
        """A text, or JSON, with each of them replaced by dots."""
        if isinstance(value, str):
            return self._pattern.sub(GONE, value) if self._pattern else value
        if isinstance(value, list):
            return [self.without(item) for item in value]
        if isinstance(value, dict):
            return {key: self.without(item) for key, item in value.items()}
        return value

    def are_in(self, value: Any) -> bool:
        """Whether a text, or JSON, names the person."""
        return bool(self.without(value) != value)

    def stand_in(self, names: Iterable[str]) -> Q:
        """Rows of which one of these columns (text, or JSON as text) holds a strong one."""
        found = Q(pk__in=[])
        for name in names:
            for mark in self.strong:
                # JSON keeps Chinese as escapes in one of the two databases.
                for written in {mark, json.dumps(mark)[1:-1]}:
                    found |= Q(**{f"{name}__icontains": written})
        return found

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        words = sorted({*self.strong, *self.names}, key=len, reverse=True)
        return re.compile("|".join(map(_as_written, words)), re.IGNORECASE) if words else None


@dataclass(frozen=True)
class Words:
    """One kind of records that hold words about people: columns of `texts` and of JSON (`data`).

    `of` is where a person stands, `around` everything of a customer, where names are looked for
    too. Columns of `whole` go altogether where the person stands. `facts` are what an export tells
    of a row beyond its texts, {attribute: label}; a kind without any is not exported. `record`
    names the row for audit log, files and comments.
    """

    key: str
    label: str | Promise
    model: type[Model]
    texts: Sequence[str] = ()
    data: Sequence[str] = ()
    whole: Sequence[str] = ()
    of: Callable[[Person], Q] = lambda _person: Q(pk__in=[])
    around: Callable[[int], Q] = lambda _customer: Q(pk__in=[])
    facts: Mapping[str, str | Promise] = field(default_factory=dict)
    record: Callable[[Any], tuple[str, int]] | None = None


_words: dict[str, Words] = {}


def register(words: Words) -> None:
    """Called by each app in AppConfig.ready(), once for each kind of records."""
    _words[words.key] = words


def all_words() -> list[Words]:
    return list(_words.values())


def _main(number: str) -> str:
    """Without an extension and the sign of another country."""
    return number.partition("x")[0].removeprefix("+")


def _as_written(mark: str) -> str:
    """Digits may be parted (139-1234 5678); Latin words end where they end."""
    if mark.isdigit():
        return r"(?<!\d)(?:\+?86[- ]?)?" + r"[- ]?".join(mark) + r"(?!\d)"
    before = r"(?<![A-Za-z0-9_])" if mark[0].isascii() and mark[0].isalnum() else ""
    after = r"(?![A-Za-z0-9_])" if mark[-1].isascii() and mark[-1].isalnum() else ""
    return before + re.escape(mark) + after
