"""What the wizard's pages show: the steps, the columns with samples, the targets by group."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from zhuixiao.accounts.access import Access
from zhuixiao.accounts.models import Employee
from zhuixiao.kit.sheets.cells import column_letters

from ..choices import BatchState
from ..models import AssignRule, ImportBatch, Pool
from . import targets
from .people import assignable
from .settings import ME, NOBODY, POOL, RULES

ORDER = ("file", "sheet", "columns", "settings", "check", "result")


@dataclass(frozen=True)
class Step:
    """A step of the wizard; `url` is empty where one cannot go yet, or no more."""

    key: str
    label: str
    number: int
    url: str
    is_current: bool
    is_done: bool


@dataclass(frozen=True)
class ColumnRow:
    """A column of the file with some of its values and what it becomes."""

    index: int
    letters: str
    name: str
    samples: list[str]
    target: str
    is_wrong: bool


def steps_of(batch: ImportBatch | None, current: str) -> list[Step]:
    """All steps as seen from `current`: those behind can be gone back to until the import runs."""
    labels = {
        "file": _("File"),
        "sheet": _("Header"),
        "columns": _("Columns"),
        "settings": _("Settings"),
        "check": _("Check"),
        "result": _("Result"),
    }
    place = ORDER.index(current)
    is_open = batch is not None and batch.state in {BatchState.DRAFT, BatchState.CHECKED}
    return [
        Step(
            key=key,
            label=labels[key],
            number=index + 1,
            url=_url(batch, key) if is_open and index < place else "",
            is_current=key == current,
            is_done=index < place,
        )
        for index, key in enumerate(ORDER)
    ]


def column_rows(
    batch: ImportBatch, chosen: Mapping[int, str], *, wrong: str = ""
) -> list[ColumnRow]:
    """The columns of the sheet; `wrong` names the field that a rule refused."""
    names: list[str] = batch.options["names"]
    samples: list[list[str]] = batch.options["samples"]
    return [
        ColumnRow(
            index=index,
            letters=column_letters(index),
            name=name,
            samples=samples[index],
            target=chosen.get(index, ""),
            is_wrong=wrong == f"column-{index}",
        )
        for index, name in enumerate(names)
    ]


def owner_choices(person: Employee) -> list[tuple[str, str]]:
    """Who can get the rows that name no owner: the setting, and what it is called."""
    choices = [(ME, _("Me")), (NOBODY, _("Nobody"))]
    if AssignRule.objects.in_use().exists():
        choices.append((RULES, _("By the assignment rules")))
    choices += [
        (f"{POOL}{pool.pk}", _("Into the pool “%(name)s”") % {"name": pool.name})
        for pool in Pool.objects.serving(person)
    ]
    return choices + [
        (str(row.pk), f"{row.name} · {row.department}")
        for row in assignable(person)
        if row.pk != person.pk
    ]


def target_groups(access: Access) -> dict[str | Promise, list[tuple[str, Any]]]:
    """What a column can become, by heading."""
    groups: dict[str | Promise, list[tuple[str, Any]]] = {}
    for target in targets.for_person(access):
        groups.setdefault(target.group, []).append((target.key, target.label))
    return groups


def _url(batch: ImportBatch | None, key: str) -> str:
    if key == "file" or batch is None:
        return reverse("customers:import")
    return reverse(f"customers:import-{key}", args=[batch.pk])
