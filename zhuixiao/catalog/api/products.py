"""Products over the API."""

import tempfile
import uuid
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status

from zhuixiao.accounts.bearer import api_actor, needs
from zhuixiao.accounts.guards import StaffRequest
from zhuixiao.files.api import address_of, multipart
from zhuixiao.kit import paging
from zhuixiao.kit.chosen import chosen
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.typed import Id

from .. import bundles, costs, images, prices, queries
from ..actions import costs as cost_actions
from ..actions import images as image_actions
from ..actions import products
from ..actions.bundles import Part
from ..actions.prices import Tier
from ..actions.products import ProductValues
from ..models import Product, ProductCategory, ProductCost, ProductImage
from ..trade import running
from ..trade.plan import plan
from ..views.product_tables import answer

router = Router(tags=["catalogue"])


class TierIn(Schema):
    """A price in minor units for a level of customers, from a quantity on (0: any)."""

    level_id: Id
    price: int
    least: int = 0


class PartIn(Schema):
    """So much of another product."""

    product_id: Id
    quantity: Decimal


class ProductIn(Schema):
    """Money in minor units; without `standard_cost` the cost stays as it is. It is the cost from
    `cost_from` on, without that from today. `prices` and `parts` replace what there is."""

    name: str
    sku: str
    unit: str = ""
    category_id: Id | None = None
    list_price: int = 0
    standard_cost: int | None = None
    cost_from: date | None = None
    prices: list[TierIn] | None = None
    parts: list[PartIn] | None = None


class ProductChangeIn(ProductIn):
    version: int | None = None


class ProductOut(Schema):
    """`standard_cost`, `cost` (what it costs today) and `margin` (of the list price, in basis
    points) are null for who may not see them."""

    id: int
    name: str
    sku: str
    unit: str
    category_id: int | None
    list_price: int
    standard_cost: int | None
    cost: int | None
    margin: int | None
    version: int


class CostOut(Schema):
    """What a product costs from a day on."""

    id: int
    valid_from: date
    cost: int


class ImageOut(Schema):
    """A picture; `url` gives its content."""

    id: int
    file_id: uuid.UUID
    url: str

    @staticmethod
    def resolve_url(image: ProductImage) -> str:
        return address_of(image.file_id)


class ImagesIn(Schema):
    file_ids: list[uuid.UUID]


class ProductDetailOut(ProductOut):
    """`cost_history`, the latest day first, is null for who may not see them."""

    is_retired: bool
    prices: list[TierIn]
    parts: list[PartIn]
    images: list[ImageOut]
    cost_history: list[CostOut] | None


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
) -> ProductsOut:
    """Products in use, or retired ones, whose name or SKU holds `q`, by name."""
    rows = queries.products(request.user.access, query=q[:100], is_retired=retired)
    found = paging.after(cursor, rows, by="name", limit=limit)
    return ProductsOut(items=_shown(request, found.items), next=found.next)


@router.post("/products/table/content")
@needs("catalog", "manage")
def export(
    request: StaffRequest,
    q: str = "",
    category: Id | None = None,
    retired: bool = False,  # noqa: FBT001, FBT002
    csv: bool = False,  # noqa: FBT001, FBT002
) -> HttpResponse:
    """The products as a file (xlsx, or csv) that POST /products/table reads back; it is logged."""
    rows = queries.products(
        request.user.access, query=q[:100], category=category, is_retired=retired
    )
    return answer(by=api_actor(request), rows=rows, is_csv=csv)


class WrongRowOut(Schema):
    row: int
    errors: list[str]


class TableOut(Schema):
    """How many rows of the file were (with `dry_run`: would be) new, changed and unchanged, and
    those that are left out."""

    created: int
    changed: int
    unchanged: int
    wrong: list[WrongRowOut]
    left_out_columns: list[str]


@router.post(
    "/products/table",
    response=TableOut,
    openapi_extra=multipart(dry_run="true only tells what would happen."),
)
@needs("catalog", "manage")
def bring(request: StaffRequest) -> TableOut:
    """Add and change products by their SKU from an Excel or CSV file."""
    sent = request.FILES.get("file")
    if sent is None or not sent.name:
        raise RuleError(_("Choose a file first."), field="file")
    by, is_dry = api_actor(request), request.POST.get("dry_run", "") in {"1", "true"}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "products"
        path.write_bytes(b"".join(sent.chunks()))
        done = plan(by=by, path=path) if is_dry else running.run(by=by, path=path, name=sent.name)
    return TableOut(
        created=done.count("new"),
        changed=done.count("change"),
        unchanged=done.count("same"),
        wrong=[
            WrongRowOut(row=row.number, errors=row.errors) for row in done.rows if row.do == "wrong"
        ],
        left_out_columns=done.left_out,
    )


@router.get("/products/{pk}", response=ProductDetailOut)
@needs("catalog", "view")
def read(request: StaffRequest, pk: int) -> ProductDetailOut:
    """One product with all that stands on it."""
    product = get_object_or_404(Product, pk=pk)
    may_read = costs.may_read(request.user.access)
    history = [CostOut.from_orm(row) for row in costs.history(product)] if may_read else None
    return ProductDetailOut(
        **_one(request, product).dict(),
        is_retired=product.retired_at is not None,
        prices=[
            TierIn(level_id=one.level_id, price=one.price, least=one.least)
            for one in prices.tiers_of(product)
        ],
        parts=[
            PartIn(product_id=one.part_id, quantity=one.quantity)
            for one in bundles.parts_of(product)
        ],
        images=[ImageOut.from_orm(row) for row in images.images_of(product)],
        cost_history=history,
    )


@router.post("/products", response={201: ProductOut})
@needs("catalog", "manage")
def create(request: StaffRequest, data: ProductIn) -> Status[ProductOut]:
    """A new product."""
    product = products.add(by=api_actor(request), values=_values(data))
    return Status(201, _one(request, product))


@router.put("/products/{pk}", response=ProductOut)
@needs("catalog", "manage")
def change(request: StaffRequest, pk: int, data: ProductChangeIn) -> ProductOut:
    """Change a product; `version` is the one that was read."""
    changed = products.change(
        by=api_actor(request),
        product=get_object_or_404(Product, pk=pk),
        values=_values(data),
        version=data.version,
    )
    return _one(request, changed)


@router.delete("/products/{pk}", response={204: None})
@needs("catalog", "manage")
def retire(request: StaffRequest, pk: int) -> HttpResponse:
    """Offer a product no more; old records keep it."""
    products.retire(by=api_actor(request), product=get_object_or_404(Product, pk=pk))
    return HttpResponse(status=204)


@router.post("/products/{pk}/comeback", response=ProductOut)
@needs("catalog", "manage")
def bring_back(request: StaffRequest, pk: int) -> ProductOut:
    """Offer a retired product again."""
    products.bring_back(by=api_actor(request), product=get_object_or_404(Product, pk=pk))
    return _one(request, Product.objects.get(pk=pk))


@router.post("/products/{pk}/images", response={201: list[ImageOut]})
@needs("catalog", "manage")
def add_images(request: StaffRequest, pk: int, data: ImagesIn) -> Status[list[ProductImage]]:
    """Put own uploads (POST /files) behind the pictures of a product; six at most."""
    product = get_object_or_404(Product, pk=pk)
    by = api_actor(request)
    return Status(201, image_actions.attach(by=by, product=product, file_ids=data.file_ids))


@router.post("/product-images/{pk}/first", response=list[ImageOut])
@needs("catalog", "manage")
def put_first(request: StaffRequest, pk: int) -> QuerySet[ProductImage]:
    """Let a picture stand for its product; the answer is all of them in their new order."""
    image = get_object_or_404(ProductImage, pk=pk)
    image_actions.put_first(by=api_actor(request), image=image)
    return images.images_of(image.product)


@router.delete("/product-images/{pk}", response={204: None})
@needs("catalog", "manage")
def remove_image(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a picture away for good."""
    image_actions.remove(by=api_actor(request), image=get_object_or_404(ProductImage, pk=pk))
    return HttpResponse(status=204)


@router.delete("/product-costs/{pk}", response={204: None})
@needs("catalog", "manage")
def remove_cost(request: StaffRequest, pk: int) -> HttpResponse:
    """Take back what was said of a day; the only cost of a product stays."""
    cost_actions.remove(by=api_actor(request), cost=get_object_or_404(ProductCost, pk=pk))
    return HttpResponse(status=204)


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
        cost_from=data.cost_from,
        tiers=_tiers(data.prices),
        parts=_parts(data.parts),
    )


def _tiers(rows: list[TierIn] | None) -> list[Tier] | None:
    return None if rows is None else [Tier(one.level_id, one.price, one.least) for one in rows]


def _parts(rows: list[PartIn] | None) -> list[Part] | None:
    return None if rows is None else [Part(one.product_id, one.quantity) for one in rows]


def _one(request: StaffRequest, product: Product) -> ProductOut:
    return _shown(request, [product])[0]


def _shown(request: StaffRequest, products: Sequence[Product]) -> list[ProductOut]:
    """The products as the person may see them."""
    access = request.user.access
    may_read = costs.may_read(access)
    return [
        ProductOut(
            id=row.product.pk,
            name=row.product.name,
            sku=row.product.sku,
            unit=row.product.unit,
            category_id=row.product.category_id,
            list_price=row.product.list_price,
            standard_cost=row.product.standard_cost if may_read else None,
            cost=row.cost,
            margin=row.margin,
            version=row.product.version,
        )
        for row in queries.product_rows(access, products, on=api_actor(request).today)
    ]
