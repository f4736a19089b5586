"""Products over the API."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status

from zhuixiao.accounts.access import Access
from zhuixiao.accounts.bearer import api_actor, needs
from zhuixiao.accounts.choices import FieldAccess
from zhuixiao.accounts.guards import StaffRequest
from zhuixiao.kit import paging
from zhuixiao.kit.chosen import chosen
from zhuixiao.kit.paging import Slice
from zhuixiao.kit.typed import Id

from .. import queries
from ..actions import products
from ..actions.products import COST, ProductValues
from ..models import Product, ProductCategory

router = Router(tags=["catalogue"])


class ProductIn(Schema):
    """Money in minor units; without `standard_cost` the cost stays as it is."""

    name: str
    sku: str
    unit: str = ""
    category_id: Id | None = None
    list_price: int = 0
    standard_cost: int | None = None


class ProductChangeIn(ProductIn):
    version: int | None = None


class ProductOut(Schema):
    """`standard_cost` is null for who may not see it."""

    id: int
    name: str
    sku: str
    unit: str
    category_id: int | None
    list_price: int
    standard_cost: int | None
    version: int


class ProductsOut(Schema):
    items: list[ProductOut]
    next: str


@router.get("/products", response=ProductsOut)
@needs("catalog", "view")
def index(
    request: StaffRequest,
    q: str = "",
    retired: bool = False,  # noqa: FBT001, FBT002
    cursor: str = "",
    limit: int = paging.MOST_ROWS,
) -> Slice[Product]:
    """Products in use, or retired ones, whose name or SKU holds `q`, by name."""
    rows = queries.products(request.user.access, query=q[:100], is_retired=retired)
    found = paging.after(cursor, rows, by="name", limit=limit)
    return Slice([_shown(row, request.user.access) for row in found.items], found.next)


@router.post("/products", response={201: ProductOut})
@needs("catalog", "manage")
def create(request: StaffRequest, data: ProductIn) -> Status[Product]:
    """A new product."""
    product = products.add(by=api_actor(request), values=_values(data))
    return Status(201, _shown(product, request.user.access))


@router.put("/products/{pk}", response=ProductOut)
@needs("catalog", "manage")
def change(request: StaffRequest, pk: int, data: ProductChangeIn) -> Product:
    """Change a product; `version` is the one that was read."""
    changed = products.change(
        by=api_actor(request),
        product=get_object_or_404(Product, pk=pk),
        values=_values(data),
        version=data.version,
    )
    return _shown(changed, request.user.access)


@router.delete("/products/{pk}", response={204: None})
@needs("catalog", "manage")
def retire(request: StaffRequest, pk: int) -> HttpResponse:
    """Offer a product no more; old records keep it."""
    products.retire(by=api_actor(request), product=get_object_or_404(Product, pk=pk))
    return HttpResponse(status=204)


@router.post("/products/{pk}/comeback", response=ProductOut)
@needs("catalog", "manage")
def bring_back(request: StaffRequest, pk: int) -> Product:
    """Offer a retired product again."""
    products.bring_back(by=api_actor(request), product=get_object_or_404(Product, pk=pk))
    return _shown(Product.objects.get(pk=pk), request.user.access)


def _values(data: ProductIn) -> ProductValues:
    category = None
    if data.category_id:
        category = chosen(ProductCategory.objects.all(), data.category_id, field="category_id")
    return ProductValues(
        name=data.name,
        sku=data.sku,
        unit=data.unit,
        category=category,
        list_price=data.list_price,
        standard_cost=data.standard_cost,
    )


def _shown(product: Product, access: Access) -> Product:
    """The product as the person may see it; never saved."""
    if access.field(COST) not in {FieldAccess.READ, FieldAccess.WRITE}:
        product.standard_cost = None
    return product
