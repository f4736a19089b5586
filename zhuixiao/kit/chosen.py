"""Records that a body names by their ids."""

from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from zhuixiao.kit.errors import Invalid

M = TypeVar("M", bound=Model)


def chosen(rows: "QuerySet[M, Any]", pk: int, *, field: str) -> M:
    """The row with this id; Invalid at the field for one that cannot be chosen."""
    row: M | None = rows.filter(pk=pk).first()
    if row is None:
        raise Invalid({field: _("This choice is not known.")})
    return row
