"""The tree of product categories over the API."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status

from zhuixiao.accounts.bearer import api_actor, needs
from zhuixiao.accounts.guards import StaffRequest
from zhuixiao.kit.chosen import chosen
from zhuixiao.kit.typed import Id

from ..actions import categories
from ..models import ProductCategory

router = Router(tags=["catalogue"])


class CategoryIn(Schema):
    name: str
    parent_id: Id | None = None


class CategoryOut(Schema):
    id: int
    name: str
    parent_id: int | None


@router.get("/product-categories", response=list[CategoryOut])
@needs("catalog", "view")
def index(request: StaffRequest) -> list[ProductCategory]:
    """The tree of product categories, parents before children."""
    return list(ProductCategory.objects.order_by("path"))


@router.post("/product-categories", response={201: CategoryOut})
@needs("catalog", "manage")
def create(request: StaffRequest, data: CategoryIn) -> Status[ProductCategory]:
    """A new category as the last one below its parent."""
    parent = _parent(data)
    return Status(201, categories.add(by=api_actor(request), name=data.name, parent=parent))


@router.put("/product-categories/{pk}", response=CategoryOut)
@needs("catalog", "manage")
def change(request: StaffRequest, pk: int, data: CategoryIn) -> ProductCategory:
    """Rename and move a category with all below it."""
    category = get_object_or_404(ProductCategory, pk=pk)
    return categories.change(
        by=api_actor(request), category=category, name=data.name, parent=_parent(data)
    )


@router.delete("/product-categories/{pk}", response={204: None})
@needs("catalog", "manage")
def delete(request: StaffRequest, pk: int) -> HttpResponse:
    """Remove an empty category."""
    categories.delete(by=api_actor(request), category=get_object_or_404(ProductCategory, pk=pk))
    return HttpResponse(status=204)


def _parent(data: CategoryIn) -> ProductCategory | None:
    if not data.parent_id:
        return None
    return chosen(ProductCategory.objects.all(), data.parent_id, field="parent_id")
