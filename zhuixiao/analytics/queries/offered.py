"""What a person may compose a table of."""

from collections.abc import Sequence

from zhuixiao.accounts import permissions
from zhuixiao.accounts.models import Department, Employee
from zhuixiao.activities.queries import record_form
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Channel, Option, Product, Region
from zhuixiao.kit.trees import in_tree_order
from zhuixiao.ledger import catalogue

from ..choices import Split

Choice = tuple[int, str]
# The lists whose options classify what is counted.
_TYPES = (
    PickList.ACTIVITY_TYPE,
    PickList.STAGE,
    PickList.OPPORTUNITY_STAGE,
    PickList.EXPENSE_TYPE,
)
# Too many for a page: they are searched.
SEARCHED = (Split.CUSTOMER, Split.PRODUCT, Split.REGION)
_FOUND = 30


def metrics(reader: Employee) -> list[tuple[str, list[tuple[str, str]]]]:
    """The numbers that the reader may see, by module."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for row in catalogue.rows():
        if catalogue.may_read(reader.access, row):
            module = catalogue.parts(row)[0].module
            groups.setdefault(module, []).append((row.key, str(row.label)))
    return [(str(permissions.module(key).label), rows) for key, rows in groups.items()]


def values(split: Split, reader: Employee) -> list[Choice]:
    """What a filter offers in whole; nothing for one that is searched."""
    match split:
        case Split.EMPLOYEE:
            rows = Employee.objects.known_to(reader).order_by("-is_active", "department__path")
            return list(rows.values_list("pk", "name"))
        case Split.DEPARTMENT:
            units = in_tree_order(Department.objects.known_to(reader))
            return [(row.pk, "\u3000" * row.depth + row.name) for row in units]
        case Split.CHANNEL:
            channels = in_tree_order(Channel.objects.all())
            return [(row.pk, "\u3000" * row.depth + row.name) for row in channels]
        case Split.OPTION:
            options = Option.objects.filter(pick_list__in=_TYPES)
            ordered = options.order_by("pick_list", "position", "pk")
            return [(row.pk, f"{row.get_pick_list_display()}: {row.name}") for row in ordered]
        case _:
            return []


def search(split: Split, text: str, reader: Employee) -> Sequence[Choice]:
    """The values of a searched filter that a text finds."""
    match split:
        case Split.CUSTOMER:
            return [(row.pk, row.name) for row in record_form.customers(reader, text)]
        case Split.PRODUCT:
            products = Product.objects.filter(name__icontains=text).order_by("name", "pk")
            return list(products.values_list("pk", "name")[:_FOUND])
        case Split.REGION:
            regions = Region.objects.filter(full_name__icontains=text).order_by("level", "pk")
            return list(regions.values_list("pk", "full_name")[:_FOUND])
        case _:
            return []
