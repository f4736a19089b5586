"""Saved views of the one table over the API."""

import json
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status

from zhuixiao.accounts.bearer import api_actor, needs
from zhuixiao.accounts.guards import StaffRequest

from .. import filters
from ..actions import views
from ..actions.views import Layout
from ..models import View
from ..queries.views import Tab, tabs

router = Router(tags=["views"])


class ViewIn(Schema):
    """`filter` is a filter tree, `columns` field keys (with `:width`), `sort` keys with - before
    descending ones."""

    name: str
    filter: dict[str, Any] = {}
    columns: list[str] = []
    sort: list[str] = []
    is_shared: bool = False


class ViewOut(Schema):
    """`key` is what `view=` of the table's address takes; built-in views have no id."""

    key: str
    id: int | None
    name: str
    filter: dict[str, Any]
    columns: list[dict[str, Any]]
    sort: str
    is_own: bool
    is_shared: bool


@router.get("/views", response=list[ViewOut])
@needs("customers", "view")
def index(request: StaffRequest) -> list[dict[str, Any]]:
    """Built-in, own and shared views in the order of the tabs."""
    return [_out(tab) for tab in tabs(request.user)]


@router.post("/views", response={201: ViewOut})
@needs("customers", "view")
def create(request: StaffRequest, data: ViewIn) -> Status[dict[str, Any]]:
    """A new view at the end; sharing needs the right to assign."""
    view = views.save_new(
        by=api_actor(request),
        name=data.name,
        layout=_layout(request, data),
        is_shared=data.is_shared,
    )
    return Status(201, _one(request, view))


@router.put("/views/{pk}", response=ViewOut)
@needs("customers", "view")
def change(request: StaffRequest, pk: int, data: ViewIn) -> dict[str, Any]:
    """Name, sharing and all that an own view keeps."""
    view, by = _own(request, pk), api_actor(request)
    layout = _layout(request, data)
    with transaction.atomic():
        views.rename(by=by, view=view, name=data.name, is_shared=data.is_shared)
        views.save(by=by, view=view, layout=layout)
    return _one(request, view)


@router.delete("/views/{pk}", response={204: None})
@needs("customers", "view")
def delete(request: StaffRequest, pk: int) -> HttpResponse:
    """Remove an own view; the customers stay."""
    views.delete(by=api_actor(request), view=_own(request, pk))
    return HttpResponse(status=204)


def _own(request: StaffRequest, pk: int) -> View:
    return get_object_or_404(View, pk=pk, employee=request.user, builtin="")


def _layout(request: StaffRequest, data: ViewIn) -> Layout:
    """Read as the table reads its address. Raises BadFilter, BadSort."""
    params = {
        "f": json.dumps(data.filter) if data.filter else "",
        "cols": ",".join(data.columns),
        "sort": ",".join(data.sort),
    }
    asked = filters.ask(params, reader=request.user)
    return Layout(
        conditions=asked.filter.data,
        columns=[column.data for column in asked.columns],
        sort=[key.spec for key in asked.sort],
    )


def _one(request: StaffRequest, view: View) -> dict[str, Any]:
    return next(_out(tab) for tab in tabs(request.user) if tab.pk == view.pk)


def _out(tab: Tab) -> dict[str, Any]:
    is_kept = tab.key == str(tab.pk)
    return {
        "key": tab.key,
        "id": tab.pk if is_kept else None,
        "name": str(tab.name),
        "filter": tab.conditions,
        "columns": tab.columns,
        "sort": tab.sort,
        "is_own": tab.is_own,
        "is_shared": tab.is_shared,
    }
