"""What the pages of a table share: loading it, and its figures with their chart."""

from typing import Any

from django.shortcuts import get_object_or_404

from zhuixiao.accounts.guards import StaffRequest, actor
from zhuixiao.kit.errors import RuleError

from ..definition import Definition
from ..models import SummaryTable
from ..queries import charts, figures


def load(request: StaffRequest, pk: int) -> SummaryTable:
    """A table that the person may read; else 404."""
    rows = SummaryTable.objects.visible_to(request.user).select_related("owner")
    return get_object_or_404(rows, pk=pk)


def load_own(request: StaffRequest, pk: int) -> SummaryTable:
    return get_object_or_404(SummaryTable.objects.filter(owner=request.user), pk=pk)


def drawn(request: StaffRequest, asked: Definition) -> dict[str, Any]:
    """The context of analytics/table.html; `refused` says why there is no table."""
    try:
        asked.check(actor(request).today)
        grid = figures.grid(asked, reader=request.user, today=actor(request).today)
    except RuleError as error:
        return {"refused": str(error.message)}
    return {"grid": grid, "chart": charts.chart(asked, grid)}
