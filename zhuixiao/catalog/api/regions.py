"""Regions over the API."""

from ninja import Router, Schema

from zhuixiao.accounts.bearer import needs
from zhuixiao.accounts.guards import StaffRequest

from ..models import Region

router = Router(tags=["catalogue"])
MOST = 50


class RegionOut(Schema):
    adcode: int
    full_name: str
    level: int
    longitude: float | None
    latitude: float | None


@router.get("/regions", response=list[RegionOut])
@needs("catalog", "view")
def index(request: StaffRequest, q: str = "", parent: int | None = None) -> list[Region]:
    """Regions whose name holds `q`, or those right below a region."""
    rows = Region.objects.order_by("adcode")
    if parent is not None:
        return list(rows.filter(parent_id=parent if 0 < parent < 10**6 else 0))
    return list(rows.filter(full_name__contains=q[:40])[:MOST])
