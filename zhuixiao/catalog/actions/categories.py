"""The tree of product categories."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.text.normal import clean

from ..models import Product, ProductCategory


@transaction.atomic
def add(*, by: Actor, name: str, parent: ProductCategory | None = None) -> ProductCategory:
    """A new category as the last one below `parent`."""
    by.employee.access.check("catalog", "manage")
    name = _checked_name(name, parent)
    last = ProductCategory.objects.filter(parent=parent).aggregate(last=Max("position"))["last"]
    category = ProductCategory.objects.create(
        name=name, parent=parent, position=0 if last is None else last + 1
    )
    _log(by, "add", category)
    return category


@transaction.atomic
def change(
    *, by: Actor, category: ProductCategory, name: str, parent: ProductCategory | None
) -> ProductCategory:
    """Rename and move a category with all below it. Raises RuleError for a cycle."""
    by.employee.access.check("catalog", "manage")
    category = ProductCategory.objects.select_for_update().get(pk=category.pk)
    name = _checked_name(name, parent, but=category)
    changes = audit.differences(category, {"name": name, "parent": parent})
    if "parent" in changes:
        if parent is not None and parent.path.startswith(category.path):
            raise RuleError(_("A category cannot stand below itself."), field="parent")
        category.move_below(parent)
    if "name" in changes:
        category.name = name
        category.save(update_fields=["name"])
    if changes:
        _log(by, "change", category, changes)
    return category


@transaction.atomic
def delete(*, by: Actor, category: ProductCategory) -> None:
    """Remove an empty category. Raises RuleError when something is in it."""
    by.employee.access.check("catalog", "manage")
    subtree = category.subtree()
    if (
        subtree.exclude(pk=category.pk).exists()
        or Product.objects.filter(category=category).exists()
    ):
        raise RuleError(_("This category is not empty. Move what is in it first."))
    _log(by, "delete", category)
    category.delete()


def _checked_name(
    name: str, parent: ProductCategory | None, but: ProductCategory | None = None
) -> str:
    name = clean(name)
    if not name or len(name) > 60:
        raise RuleError(_("A name is needed, at most 60 characters."), field="name")
    same = ProductCategory.objects.filter(parent=parent, name=name)
    if same.exclude(pk=but.pk if but else 0).exists():
        raise RuleError(_("There is a category '%(name)s' here.") % {"name": name}, field="name")
    return name


def _log(
    by: Actor, action: str, category: ProductCategory, changes: audit.Changes | None = None
) -> None:
    audit.write(
        by=by,
        action=action,
        kind="product_category",
        record_id=category.pk,
        label=category.name,
        changes=changes,
    )
