"""Pick lists, channels, regions and products over the API."""

from ninja import Router, Schema

from zhuixiao.accounts.bearer import needs
from zhuixiao.accounts.choices import FieldAccess
from zhuixiao.accounts.guards import StaffRequest

from .choices import PickList
from .models import Channel, Option, Product, Region

router = Router(tags=["catalogue"])
MOST_REGIONS = 50


class OptionOut(Schema):
    id: int
    pick_list: str
    name: str
    colour: str
    key: str
    outcome: str
    is_retired: bool

    @staticmethod
    def resolve_is_retired(option: Option) -> bool:
        return option.retired_at is not None


class ChannelOut(Schema):
    id: int
    name: str
    parent_id: int | None


class RegionOut(Schema):
    adcode: int
    full_name: str
    level: int
    longitude: float | None
    latitude: float | None


class ProductOut(Schema):
    id: int
    name: str
    sku: str
    unit: str
    category_id: int | None
    list_price: int
    standard_cost: int | None


@router.get("/options", response=list[OptionOut])
@needs("catalog", "view")
def options(request: StaffRequest, pick_list: PickList | None = None) -> list[Option]:
    """Options of one pick list, or of all."""
    rows = Option.objects.order_by("pick_list", "position", "pk")
    return list(rows.filter(pick_list=pick_list) if pick_list else rows)


@router.get("/channels", response=list[ChannelOut])
@needs("catalog", "view")
def channels(request: StaffRequest) -> list[Channel]:
    """The tree of channels, parents before children."""
    return list(Channel.objects.filter(retired_at=None).order_by("path"))


@router.get("/regions", response=list[RegionOut])
@needs("catalog", "view")
def regions(request: StaffRequest, q: str = "", parent: int | None = None) -> list[Region]:
    """Regions whose name holds `q`, or those right below a region."""
    rows = Region.objects.order_by("adcode")
    if parent is not None:
        return list(rows.filter(parent_id=parent if 0 < parent < 10**6 else 0))
    return list(rows.filter(full_name__contains=q[:40])[:MOST_REGIONS])


@router.get("/products", response=list[ProductOut])
@needs("catalog", "view")
def products(request: StaffRequest) -> list[Product]:
    """Products in use; the cost is null for who may not see it."""
    sees_cost = request.user.access.field("catalog.cost") in {FieldAccess.READ, FieldAccess.WRITE}
    rows = list(Product.objects.filter(retired_at=None).order_by("pk"))
    if not sees_cost:
        for row in rows:
            row.standard_cost = None
    return rows
