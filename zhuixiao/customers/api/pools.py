"""Pools over the API: what waits there, claiming it, giving customers up."""

from datetime import date, datetime
from typing import Any

from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from zhuixiao.accounts.bearer import api_actor, needs
from zhuixiao.accounts.guards import StaffRequest
from zhuixiao.kit import paging
from zhuixiao.kit.chosen import chosen
from zhuixiao.kit.typed import Id

from ..actions import claiming
from ..models import Pool
from ..queries import pools

router = Router(tags=["pools"])


class PoolOut(Schema):
    id: int
    name: str
    waiting: int


class WaitingOut(Schema):
    """`shown` holds what the pool shows before claiming, as text where it is a choice."""

    id: int
    name: str
    pooled_at: datetime
    shown: dict[str, Any]


class WaitingListOut(Schema):
    items: list[WaitingOut]
    next: str


class ClaimIn(Schema):
    customer_ids: list[Id]


class ReleaseIn(Schema):
    """Without `pool_id` each goes into the first pool that serves its owner."""

    customer_ids: list[Id]
    pool_id: int | None = None
    note: str


class RefusedOut(Schema):
    name: str
    reason: str


class OutcomeOut(Schema):
    moved: list[int]
    refused: list[RefusedOut]


@router.get("/pools", response=list[PoolOut])
@needs("customers", "claim")
def index(request: StaffRequest) -> list[dict[str, Any]]:
    """The pools that serve the person, the usual one first."""
    rows = list(Pool.objects.serving(request.user))
    counts = pools.counts(rows)
    return [{"id": row.pk, "name": row.name, "waiting": counts.get(row.pk, 0)} for row in rows]


@router.get("/pools/{pk}/customers", response=WaitingListOut)
@needs("customers", "claim")
def waiting(
    request: StaffRequest, pk: int, q: str = "", cursor: str = "", limit: int = 50
) -> dict[str, Any]:
    """What waits in a pool, the last arrived first, a page at a time."""
    pool = get_object_or_404(Pool.objects.serving(request.user), pk=pk)
    rows = pools.rows(pool, pools.Wish(q=q), reader=request.user)
    page = paging.after(cursor, rows, by="-pooled_at", limit=limit)
    items = [
        {
            "id": row.pk,
            "name": row.name,
            "pooled_at": row.pooled_at,
            "shown": {
                one.field.key: _plain(one.value)
                for one in pools.listed(row, pool, reader=request.user)
            },
        }
        for row in page.items
    ]
    return {"items": items, "next": page.next}


@router.post("/pools/claims", response=OutcomeOut)
@needs("customers", "claim")
def claim(request: StaffRequest, data: ClaimIn) -> dict[str, Any]:
    """Make customers of a pool one's own; what stayed says why."""
    outcome = claiming.claim(by=api_actor(request), customer_ids=data.customer_ids)
    return _out(outcome)


@router.post("/pools/releases", response=OutcomeOut)
@needs("customers", "claim")
def release(request: StaffRequest, data: ReleaseIn) -> dict[str, Any]:
    """Put customers into a pool; `note` says why."""
    serving = Pool.objects.serving(request.user)
    pool = chosen(serving, data.pool_id, field="pool_id") if data.pool_id is not None else None
    outcome = claiming.release(
        by=api_actor(request), customer_ids=data.customer_ids, pool=pool, note=data.note
    )
    return _out(outcome)


def _out(outcome: claiming.Outcome) -> dict[str, Any]:
    return {
        "moved": [row.pk for row in outcome.moved],
        "refused": [{"name": one.name, "reason": one.reason} for one in outcome.refused],
    }


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | float | date | None) else str(value)
