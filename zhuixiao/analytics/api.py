"""Summary tables over the API."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from zhuixiao.accounts.bearer import api_actor, needs
from zhuixiao.accounts.guards import StaffRequest

from .models import SummaryTable
from .queries import figures
from .queries.grid import Cell, Line

router = Router(tags=["summary tables"])


class SummaryTableOut(Schema):
    """`rows` and `columns` are the dimensions of /numbers, `metrics` its keys."""

    id: int
    name: str
    owner_id: int
    metrics: list[str]
    rows: list[str]
    columns: str
    span: str
    version: int


class HeadOut(Schema):
    """`kind` is value, before or change; `group` names the column of the split that it stands in,
    and `column` is its id or first day, "" beside them."""

    group: str
    column: str
    label: str
    unit: str
    metric: str
    kind: str


class CellOut(Schema):
    """Money in minor units, goods in thousandths, a percentage in basis points; null is nothing to
    divide by. `link` opens what a number consists of, "" where it does not open."""

    value: int | float | None
    link: str


class LineOut(Schema):
    """One name of a table with two splits sums up the lines below."""

    names: list[str]
    cells: list[CellOut]


class ResultOut(Schema):
    """`notes` say what is left out for the caller."""

    table: SummaryTableOut
    start: date
    end: date
    labels: list[str]
    heads: list[HeadOut]
    lines: list[LineOut]
    total: LineOut | None
    notes: list[str]


@router.get("/summary-tables", response=list[SummaryTableOut])
@needs("analytics", "view")
def index(request: StaffRequest) -> list[dict[str, Any]]:
    """The caller's own tables and those shared with him, by id."""
    rows = SummaryTable.objects.visible_to(request.user).order_by("pk")
    return [_table(row) for row in rows]


@router.get("/summary-tables/{pk}", response=ResultOut)
@needs("analytics", "view")
def read(request: StaffRequest, pk: int) -> dict[str, Any]:
    """The rows of a table as the caller may see them today."""
    table = get_object_or_404(SummaryTable.objects.visible_to(request.user), pk=pk)
    grid = figures.grid(table.definition, reader=request.user, today=api_actor(request).today)
    return {
        "table": _table(table),
        "start": grid.period.start,
        "end": grid.period.end,
        "labels": list(grid.labels),
        "heads": [vars(head) for head in grid.heads],
        "lines": [_line(line) for line in grid.lines],
        "total": _line(grid.total) if grid.total else None,
        "notes": list(grid.notes),
    }


def _table(row: SummaryTable) -> dict[str, Any]:
    names = ("name", "owner_id", "metrics", "columns", "span", "version")
    rows = row.definition.rows
    return {"id": row.pk, "rows": list(rows), **{name: getattr(row, name) for name in names}}


def _line(line: Line) -> dict[str, Any]:
    return {"names": list(line.names), "cells": _cells(line.cells)}


def _cells(cells: Sequence[Cell]) -> list[dict[str, Any]]:
    return [{"value": cell.value, "link": cell.link} for cell in cells]
