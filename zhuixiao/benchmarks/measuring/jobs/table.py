"""The one table: first page, filtered, far down, and as people with a narrower scope see it."""

from typing import Any
from urllib.parse import urlencode

from django.db import connection

from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option, Product, Region
from zhuixiao.customers.fields import visible_fields
from zhuixiao.customers.models import Customer
from zhuixiao.customers.queries import cursors, sorting

from ...world.orders import SKU
from ..questions import many, one
from ..scene import Scene
from .job import Job, fine

ROWS = "/customers/rows/"
COLUMNS = (
    "name",
    "importance",
    "stage",
    "phone",
    "contact_count",
    "last_contact",
    "next_contact",
    "last_subject",
    "owner",
    "department",
    "region",
    "industry",
    "channel",
    "products",
    "created_at",
)
_FAR = 500_000
# The columns of the table, by hand.
SELECTED = """
SELECT c.id, c.version, c.name, c.importance_id, c.stage_id, c.phone, c.contact_count,
    c.last_contact_at, c.next_contact_on, c.last_activity_subject, c.owner_id, c.department_id,
    c.region_id, c.industry_id, c.channel_id, c.created_at
FROM customers_customer c
"""
_FIRST = f"{SELECTED} WHERE c.deleted_at IS NULL ORDER BY c.created_at DESC, c.id DESC LIMIT 51"
_TEAM = f"""{SELECTED}
WHERE c.deleted_at IS NULL AND (c.department_id IN ({{ids}}) OR c.owner_id = %s)
ORDER BY c.created_at DESC, c.id DESC LIMIT 51
"""
_OWN = f"""{SELECTED}
WHERE c.deleted_at IS NULL AND c.owner_id = %s
ORDER BY c.created_at DESC, c.id DESC LIMIT 51
"""
_FILTER = f"""{SELECTED}
WHERE c.deleted_at IS NULL AND c.importance_id = %s AND c.stage_id = %s AND c.industry_id = %s
ORDER BY c.last_contact_at DESC{{nulls}}, c.id DESC LIMIT 51
"""
_BY_PRODUCT = f"""{SELECTED}
WHERE c.deleted_at IS NULL AND c.importance_id = %s AND c.region_id BETWEEN %s AND %s
AND EXISTS (
    SELECT 1 FROM customers_customer_products p WHERE p.customer_id = c.id AND p.product_id = %s
)
ORDER BY c.last_contact_at DESC{{nulls}}, c.id DESC LIMIT 51
"""
_BEHIND = f"""{SELECTED}
WHERE c.deleted_at IS NULL AND (c.created_at, c.id) < (%s, %s)
ORDER BY c.created_at DESC, c.id DESC LIMIT 51
"""
_PLACE = """
SELECT id FROM customers_customer WHERE deleted_at IS NULL
ORDER BY created_at DESC, id DESC LIMIT 1 OFFSET %s
"""


def jobs(scene: Scene) -> list[Job]:
    first = address()
    seller, departments = scene.employee.pk, scene.department_ids
    team = _TEAM.format(ids=", ".join(map(str, departments)))
    return [
        Job("table", lambda _n: fine(scene.boss.get(first)), lambda _n: many(_FIRST)),
        Job(
            "table-team",
            lambda _n: fine(scene.manager.get(first)),
            lambda _n: many(team, [seller]),
        ),
        Job(
            "table-own",
            lambda _n: fine(scene.seller.get(first)),
            lambda _n: many(_OWN, [seller]),
        ),
        _filter(scene),
        _far(scene),
    ]


def address(**params: Any) -> str:
    """The rows of the one table with the fifteen columns."""
    return f"{ROWS}?{urlencode({'cols': ','.join(COLUMNS), 'limit': 50, **params})}"


def _filter(scene: Scene) -> Job:
    """Importance, region and product on odd runs; importance, stage and industry on even ones."""

    def options(pick_list: PickList) -> list[int]:
        return list(Option.objects.of(pick_list).values_list("pk", flat=True))

    importance, industries = options(PickList.IMPORTANCE), options(PickList.INDUSTRY)
    # The last stage is "not a customer".
    stages = options(PickList.STAGE)[:7]
    provinces = list(Region.objects.filter(level=1).order_by("pk").values_list("pk", flat=True))
    # Those that customers ask for; the others are sold only.
    wanted = Product.objects.exclude(sku__startswith=SKU).order_by("pk")
    products = list(wanted.values_list("pk", flat=True))

    def asked(number: int) -> dict[str, int]:
        one_of = {"importance": importance[number % len(importance)]}
        if number % 2:
            # Few places are far down the list, so the populous first ones are asked.
            return one_of | {
                "region": provinces[number % min(8, len(provinces))],
                "products": products[number % len(products)],
            }
        return one_of | {
            "stage": stages[number % len(stages)],
            "industry": industries[number % len(industries)],
        }

    # SQLite puts NULL last when it sorts downwards, PostgreSQL first.
    nulls = "" if connection.vendor == "sqlite" else " NULLS LAST"
    by_option, by_product = (text.format(nulls=nulls) for text in (_FILTER, _BY_PRODUCT))

    def bare(number: int) -> object:
        first, second, third = asked(number).values()
        if number % 2:
            return many(by_product, [first, second, second + 9999, third])
        return many(by_option, [first, second, third])

    return Job(
        "filter",
        lambda number: fine(scene.boss.get(address(sort="-last_contact", **asked(number)))),
        bare,
    )


def _far(scene: Scene) -> Job:
    (size,) = one("SELECT COUNT(*) FROM customers_customer")
    access = scene.employee.access
    keys = sorting.keys("", fields=visible_fields(access), access=access)
    # Computed once: walking there page by page is what the cursor saves.
    places = []
    for number in range(5):
        (pk,) = one(_PLACE, [min(_FAR, size // 2) + number])
        places.append((Customer.objects.get(pk=pk).created_at, pk))
    marks = [
        cursors.encode({"created_at": created_at, "pk": pk}, keys) for created_at, pk in places
    ]
    return Job(
        "far",
        lambda number: fine(scene.boss.get(address(after=marks[number % len(marks)]))),
        lambda number: many(_BEHIND, places[number % len(places)]),
    )
