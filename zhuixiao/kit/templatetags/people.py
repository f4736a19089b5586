"""Choosing many people: check boxes by department, groups chosen or cleared in one click."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import template

register = template.Library()


@dataclass(frozen=True)
class Choice:
    """A person who can be ticked."""

    id: int
    name: str


@dataclass(frozen=True)
class Team:
    """People who stand together: a department (with `people`) or a group (only their `ids`)."""

    name: str
    people: Sequence[Choice] = ()
    ids: Sequence[int] = field(default_factory=tuple)


@register.inclusion_tag("kit/people_picker.html")
def people_picker(
    name: str,
    departments: Sequence[Team],
    groups: Sequence[Team] = (),
    selected: Iterable[int] = (),
    *,
    label: object = "",
    required: bool = False,
) -> Any:
    """Check boxes called `name`; without JavaScript they are still check boxes."""
    return {
        "name": name,
        "departments": departments,
        "groups": groups,
        "selected": {int(pk) for pk in selected},
        "label": label,
        "required": required,
    }
