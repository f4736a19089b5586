"""Customers around a place over the API."""

from typing import Literal

from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from zhuixiao.accounts.bearer import needs
from zhuixiao.accounts.guards import StaffRequest
from zhuixiao.kit.geo import Datum, position
from zhuixiao.kit.typed import Id

from ..queries import nearby
from ..queries.nearby import FARTHEST, NEAREST, Near, Whose, Wish

router = Router(tags=["field"])


class NearbyIn(Schema):
    """A place in any datum, a radius in metres; `quiet`: not contacted for so many days."""

    latitude: float
    longitude: float
    datum: Datum = Datum.WGS84
    radius: int = Field(default=Wish.metres, ge=NEAREST, le=FARTHEST)
    whose: Literal["all", "mine", "pool"] = "all"
    stage: Id | None = None
    quiet: int | None = Field(default=None, ge=1, le=3_650)


class NearbyRowOut(Schema):
    """`latitude` and `longitude` (WGS-84) are null where a pool shows no addresses; then the
    distance is rounded too."""

    id: int
    name: str
    metres: int
    latitude: float | None
    longitude: float | None
    owner_id: int | None
    is_pooled: bool
    quiet_days: int | None

    @staticmethod
    def of(row: Near) -> "NearbyRowOut":
        place = row.place
        return NearbyRowOut(
            id=row.customer.pk,
            name=row.customer.name,
            metres=row.metres,
            latitude=place.latitude if place else None,
            longitude=place.longitude if place else None,
            owner_id=row.customer.owner_id,
            is_pooled=row.is_pooled,
            quiet_days=row.days_quiet,
        )


class NearbyOut(Schema):
    rows: list[NearbyRowOut]
    has_more: bool


@router.get("/customers-nearby", response=NearbyOut)
@needs("customers", "view")
def index(request: StaffRequest, asked: Query[NearbyIn]) -> NearbyOut:
    """The nearest customers that the caller sees, and those of his pools, within a radius."""
    wish = Wish(
        place=position(asked.latitude, asked.longitude, asked.datum),
        metres=asked.radius,
        whose=Whose(asked.whose),
        stage=asked.stage,
        quiet_days=asked.quiet,
    )
    found = nearby.nearby(wish, reader=request.user, now=timezone.now(), zone=request.company.zone)
    return NearbyOut(rows=[NearbyRowOut.of(row) for row in found.rows], has_more=found.has_more)
