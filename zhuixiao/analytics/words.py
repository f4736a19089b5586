"""The words of the audit log for what summary tables write there."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts import labels
from zhuixiao.accounts.models import Department, Employee, Group
from zhuixiao.kit.spans import Span

from .actions.saving import KIND
from .choices import ChartKind, Comparison, Split
from .definition import known
from .exporting import approving, writing
from .models import SummaryTable

_FIELDS = (
    "name",
    "metrics",
    "rows",
    "then_rows",
    "columns",
    "filters",
    "span",
    "start",
    "end",
    "comparison",
    "has_totals",
    "chart",
    "sort_by",
    "is_ascending",
    "top",
    "people",
    "departments",
    "groups",
)


def register() -> None:
    """Called once, in AppConfig.ready()."""
    fields = {
        name: SummaryTable._meta.get_field(name).verbose_name  # type: ignore[union-attr]
        for name in _FIELDS
    }
    labels.register(
        KIND,
        fields,
        label=_("Summary table"),
        actions={"share": _("Shared")},
        value_names={
            "metrics": _names,
            "sort_by": lambda key: _names([key]),
            "rows": _label(Split),
            "then_rows": _label(Split),
            "columns": _label(Split),
            "span": _label(Span),
            "comparison": _label(Comparison),
            "chart": _label(ChartKind),
            "people": _those(Employee),
            "departments": _those(Department),
            "groups": _those(Group),
            "filters": lambda value: ", ".join(str(Split(key).label) for key in value or {}),
        },
    )
    labels.register(
        writing.AUDITED,
        {
            "splits": _("Split by"),
            "filter": _("Selection"),
            "columns": _("Columns"),
            "rows": _("Rows"),
            "sha256": _("SHA-256 of the file"),
        },
        label=approving.LABEL,
        value_names={"splits": lambda keys: ", ".join(str(_label(Split)(key)) for key in keys)},
    )


def _names(keys: Any) -> str:
    return ", ".join(str(row.label) for row in known(keys or []))


def _those(model: Any) -> Callable[[Any], object]:
    """The names of the records with these ids."""

    def named(ids: Any) -> object:
        return ", ".join(model.objects.filter(pk__in=ids).values_list("name", flat=True))

    return named


def _label(kind: Any) -> Callable[[Any], object]:
    return lambda value: kind(value).label if value in kind.values else value
