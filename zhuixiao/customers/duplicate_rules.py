"""When two customers are taken for the same one, and what happens then at each entrance.

A rule compares several things, and all must agree; any rule is enough. The company's rules stand
in its settings, in their order; until somebody changes them, DEFAULTS hold.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhuixiao.accounts.choices import Via
from zhuixiao.kit.text.company import name_core

from .numbers import numbers_in

SETTING = "customers.duplicates"
# A name begins with another only when the shorter one says enough.
SHORTEST = 3
Key = tuple[object, ...]


class NameSign(models.TextChoices):
    """How names are compared."""

    SAME = "same", _("exactly the same")
    CORE = "core", _("the same without place and legal form")
    SIMILAR = "similar", _("similar: one begins with the other")


class Handling(models.TextChoices):
    """What happens to a new customer that is like another."""

    IGNORE = "ignore", pgettext_lazy("duplicates", "Nothing")
    WARN = "warn", _("Warn")
    BLOCK = "block", _("Refuse")
    QUEUE = "queue", _("Let in and put on the work list")


@dataclass(frozen=True)
class Facts:
    """What is compared of a customer; `phone` and `numbers` hold its contacts' too."""

    name: str = ""
    phone: str = ""
    credit_code: str = ""
    email: str = ""
    region: int | None = None

    @cached_property
    def core(self) -> str:
        return name_core(self.name) if len(self.name.strip()) >= 2 else ""

    @cached_property
    def numbers(self) -> list[str]:
        return sorted(numbers_in(self.phone))

    @property
    def code(self) -> str:
        return self.credit_code.strip().upper()

    @property
    def mail(self) -> str:
        return self.email.strip().lower()


@dataclass(frozen=True)
class Rule:
    """`name` is a NameSign or empty; the others say whether they are compared. `on_page`, `on_api`
    and `on_import` are a Handling; `in_search` takes the rule into the search of the whole base."""

    name: str = ""
    phone: bool = False
    credit_code: bool = False
    email: bool = False
    city: bool = False
    on_page: str = Handling.WARN.value
    on_api: str = Handling.IGNORE.value
    on_import: str = Handling.WARN.value
    in_search: bool = True

    @property
    def reason(self) -> str:
        """The strongest of what is compared; a value of DuplicatePair.Reason."""
        if self.credit_code:
            return "credit_code"
        if self.phone and not self.name:
            return "phone"
        return "name" if self.name else "email"

    @property
    def compares_something(self) -> bool:
        """A city alone makes nobody the same."""
        return self.compares(("name", "phone", "credit_code", "email"))

    def compares(self, names: Iterable[str]) -> bool:
        """Whether one of these is compared, by the names of the fields here."""
        return any(getattr(self, name) for name in names)

    def handling(self, via: str) -> str:
        """What happens at this entrance, a Via."""
        return {Via.PAGE: self.on_page, Via.API: self.on_api, Via.IMPORT: self.on_import}.get(
            Via(via), Handling.IGNORE.value
        )

    def keys(self, facts: Facts, *, core: str | None = None) -> list[Key]:
        """What must be equal, once for each phone; none where something compared is missing. With
        `core` it stands for that of the name."""
        numbers = facts.numbers if self.phone else [""]
        core = facts.core if core is None else core
        found = (self.key(facts, core=core, number=number) for number in numbers)
        return [key for key in found if key is not None]

    def key(self, facts: Facts, *, core: str, number: str) -> Key | None:
        """One of `keys`, for a caller that knows core and number. Of similar names only equal cores
        have one key: ask with each of `beginnings`."""
        parts: list[object] = []
        if self.phone:
            parts.append(number)
        if self.name:
            parts.append(core)
        if self.name == NameSign.SAME:
            parts.append(facts.name.strip())
        if self.credit_code:
            parts.append(facts.code)
        if self.email:
            parts.append(facts.mail)
        if not all(parts):
            return None
        return (*parts, city_of(facts.region)) if self.city else tuple(parts)


DEFAULTS = (
    Rule(credit_code=True),
    Rule(name=NameSign.CORE.value, in_search=False),
    Rule(phone=True),
    # Over the whole base a name is a sign only within a city.
    Rule(
        name=NameSign.CORE.value,
        city=True,
        on_page=Handling.IGNORE.value,
        on_import=Handling.IGNORE.value,
    ),
)


def rules_of(settings: Mapping[str, Any]) -> tuple[Rule, ...]:
    """The rules of a company by its settings."""
    held = settings.get(SETTING)
    return DEFAULTS if held is None else tuple(Rule(**one) for one in held)


def mark_of(rules: Iterable[Rule]) -> str:
    """A short text that differs when the rules do: a form carries that of the rules it showed."""
    return sha256(json.dumps(as_settings(rules)).encode()).hexdigest()[:12]


def as_settings(rules: Iterable[Rule]) -> list[dict[str, Any]]:
    """What the settings keep."""
    return [asdict(rule) for rule in rules]


def city_of(region: int | None) -> int:
    """The city of a region's code; 0 without one."""
    return (region or 0) // 100


def are_similar(one: str, other: str) -> bool:
    """Whether one core begins with the other, which is not much shorter."""
    short, long = sorted((one, other), key=len)
    return long.startswith(short) and (
        len(short) == len(long) or len(short) >= max(SHORTEST, len(long) / 2)
    )


def beginnings(core: str) -> list[str]:
    """The cores that are similar to this one and not longer, itself first."""
    least = max(SHORTEST, -(-len(core) // 2))
    return [core, *(core[:length] for length in range(least, len(core)))]
