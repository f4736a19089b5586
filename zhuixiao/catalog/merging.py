"""Where options are used: each app registers its columns, so that a merge re-points them all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models

from .choices import PickList
from .models import Option

CHUNK = 1000


@dataclass(frozen=True)
class Use:
    """One column that holds options of one list.

    `once_per` names the column beside which an option may stand only once (the customer of a tag).
    `repost(ids)` posts the facts of changed rows anew, where the ledger knows the option.
    """

    model: type[models.Model]
    column: str
    once_per: str = ""
    repost: Callable[[Sequence[int]], None] | None = None


_uses: dict[PickList, list[Use]] = {}


def register(
    pick_list: PickList,
    model: type[models.Model],
    column: str,
    *,
    once_per: str = "",
    repost: Callable[[Sequence[int]], None] | None = None,
) -> None:
    """Say that `column` ("stage_id") holds options of this list; called in AppConfig.ready()."""
    use = Use(model, column, once_per, repost)
    if use not in _uses.setdefault(pick_list, []):
        _uses[pick_list].append(use)


def count(pick_list: PickList) -> dict[int, int]:
    """How many rows use each option of the list."""
    counts: dict[int, int] = {}
    for use in _uses.get(pick_list, []):
        found = (
            _rows(use)
            .filter(**{f"{use.column}__in": Option.objects.of(pick_list).values("pk")})
            .values_list(use.column)
            .annotate(models.Count("pk"))
        )
        for pk, number in found:
            counts[pk] = counts.get(pk, 0) + number
    return counts


def repoint(*, source: Option, target: Option) -> int:
    """Let everything that uses `source` use `target`; returns how many rows changed."""
    changed = 0
    for use in _uses.get(PickList(source.pick_list), []):
        rows = _rows(use).filter(**{use.column: source.pk})
        if use.once_per:
            has_both = _rows(use).filter(**{use.column: target.pk})
            holders = list(has_both.values_list(use.once_per, flat=True))
            rows.filter(**{f"{use.once_per}__in": holders}).delete()
        while ids := list(rows.order_by("pk").values_list("pk", flat=True)[:CHUNK]):
            changed += _rows(use).filter(pk__in=ids).update(**{use.column: target.pk})
            if use.repost:
                use.repost(ids)
    return changed


def _rows(use: Use) -> models.QuerySet[Any]:
    """Past the guard of managers that refuse bulk updates: the merge itself is what is logged."""
    return use.model._base_manager.all()
