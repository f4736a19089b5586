"""Customers of every sort: nothing in a field, the same in many, far and near days."""

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from tests.world import NOW, World
from zhuixiao.catalog.choices import PickList, RegionLevel
from zhuixiao.catalog.models import Channel, Option, Product, Region
from zhuixiao.customers.choices import CustomerKind, CustomFieldKind
from zhuixiao.customers.models import Contact, Customer, CustomField
from zhuixiao.sales.models import Bought

TODAY = date(2026, 3, 2)
NAMES = ["广州迪宏", "华信医疗", "Acme", "acme trading", "100%纯棉", "a_b", "上海华信电子", "王伟"]
ADCODES = [440000, 440100, 440106, 440300, 310000, 310115, 469022]


@dataclass(frozen=True)
class Many:
    """The customers and what their fields may hold."""

    customers: list[Customer]
    importance: list[Option]
    stages: list[Option]
    tags: list[Option]
    products: list[Product]
    channels: list[Channel]
    custom: dict[str, CustomField]


def grow(world: World, count: int = 120, seed: int = 1) -> Many:
    """Write them, straight to the database: reading is tested here, not creating."""
    rng = random.Random(seed)  # noqa: S311  (the same customers every time)
    lists = {name: _options(name) for name in ("importance", "stage", "tag")}
    channels = _channels()
    products = [Product.objects.create(name=f"温控器 {sku}", sku=sku) for sku in ("T-100", "T-200")]
    for adcode in ADCODES:
        _region(adcode)
    custom = {kind.value: _custom(kind) for kind in CustomFieldKind}
    owners = [world.zheng, world.chen, world.su, world.li, None]

    def moment() -> datetime | None:
        return rng.choice([None, NOW - timedelta(hours=rng.choice([0, 3, 11, 24, 60, 24 * 40]))])

    customers = []
    for number in range(count):
        owner = rng.choice(owners)
        customers.append(
            Customer(
                name=rng.choice(NAMES) + rng.choice(["", "", str(number % 7)]),
                kind=rng.choice(list(CustomerKind)),
                phone=rng.choice(["", f"138001380{number % 50:02d}"]),
                address=rng.choice(["", "天河区", "浦东新区"]),
                region_id=rng.choice([None, *ADCODES]),
                importance=rng.choice([None, *lists["importance"]]),
                stage=rng.choice([None, *lists["stage"]]),
                channel=rng.choice([None, *channels]),
                owner=owner,
                department=owner.department if owner else rng.choice([None, world.south]),
                added_by=world.boss,
                added_on=TODAY,
                created_at=NOW - timedelta(minutes=rng.choice([0, 1, 2, 60, 5000])),
                contact_count=rng.choice([0, 0, 1, 2, 11]),
                last_contact_at=moment(),
                first_contact_at=moment(),
                next_contact_on=rng.choice([None, TODAY, *_days(rng)]),
                contacts_to_win=rng.choice([None, 1, 4]),
                yearly_spend=rng.choice([None, 0, 2, 7, 10**9]),
                **_sold(rng),
                extra=_extra(rng, custom, world),
            )
        )
    Customer.objects.bulk_create(customers)
    _link(rng, customers, "tags", "option_id", [tag.pk for tag in lists["tag"]])
    _link(rng, customers, "products", "product_id", [product.pk for product in products])
    _people(rng, customers)
    _bought(rng, customers, products)
    return Many(
        customers, lists["importance"], lists["stage"], lists["tag"], products, channels, custom
    )


def _options(name: str) -> list[Option]:
    """Their order is not the order of their ids."""
    Option.objects.filter(pick_list=name).delete()
    return [
        Option.objects.create(pick_list=PickList(name), name=f"{name} {n}", position=position)
        for n, position in enumerate([2, 0, 1])
    ]


def _channels() -> list[Channel]:
    search = Channel.objects.create(name="搜索甲")
    baidu = Channel.objects.create(name="百度甲", parent=search)
    return [search, baidu, Channel.objects.create(name="展会甲")]


def _region(adcode: int) -> None:
    level = RegionLevel.DISTRICT
    if adcode % 100 == 0:
        level = RegionLevel.PROVINCE if adcode % 10_000 == 0 else RegionLevel.CITY
    Region.objects.get_or_create(
        adcode=adcode, defaults={"name": str(adcode), "full_name": str(adcode), "level": level}
    )


def _custom(kind: CustomFieldKind) -> CustomField:
    choices = ["甲", "乙", "丙 50%"] if kind in {"single", "multi"} else []
    return CustomField.objects.create(
        label=f"own {kind}", kind=kind, choices=choices, is_indexed=True
    )


def _days(rng: random.Random) -> list[date]:
    return [TODAY + timedelta(days=rng.choice([-40, -7, -1, 1, 6, 30]))]


def _extra(rng: random.Random, custom: dict[str, CustomField], world: World) -> dict[str, object]:
    values: dict[str, object] = {
        "text": rng.choice(["蓝", "Blue", "blue 2"]),
        "number": rng.choice([0, 1.5, 7, -3]),
        "money": rng.choice([0, 12_345, 10**9]),
        "date": (TODAY + timedelta(days=rng.choice([-9, 0, 9]))).isoformat(),
        "single": rng.choice(["甲", "乙"]),
        "multi": rng.sample(["甲", "乙", "丙 50%"], rng.choice([1, 2])),
        "person": rng.choice([world.zheng, world.li]).pk,
        "region": rng.choice(ADCODES),
    }
    return {custom[kind].key: value for kind, value in values.items() if rng.random() < 0.7}


def _sold(rng: random.Random) -> dict[str, object]:
    def day() -> date | None:
        return rng.choice([None, TODAY, *_days(rng)])

    amounts = ("order_amount", "order_cost", "paid_amount", "owed_amount")
    days = ("first_order_on", "last_order_on", "contract_ends_on", "last_opportunity_on")
    return {
        "order_count": rng.choice([0, 0, 1, 2]),
        **{name: rng.choice([0, 0, 1, 2, 7]) for name in amounts},
        **{name: day() for name in days},
    }


def _bought(rng: random.Random, customers: list[Customer], products: list[Product]) -> None:
    Bought.objects.bulk_create(
        Bought(
            customer=customer,
            product=product,
            quantity=1000,
            amount=100,
            first_on=TODAY - timedelta(days=100),
            last_on=rng.choice([TODAY, *_days(rng)]),
        )
        for customer in customers
        for product in rng.sample(products, rng.choice([0, 0, 1, 2]))
    )


def _link(
    rng: random.Random, customers: list[Customer], name: str, target: str, ids: list[int]
) -> None:
    through = getattr(Customer, name).through
    through.objects.bulk_create(
        through(customer_id=customer.pk, **{target: pk})
        for customer in customers
        for pk in rng.sample(ids, rng.choice([0, 0, 1, 2]))
    )


def _people(rng: random.Random, customers: list[Customer]) -> None:
    """None, one or two contacts each; some of them were taken away again."""
    Contact.objects.bulk_create(
        Contact(
            customer=customer,
            name=rng.choice(["天虹", "Blue 100%", "ann", "王_"]),
            created_at=NOW,
            deleted_at=rng.choice([None, None, NOW]),
        )
        for customer in customers
        for _ in range(rng.choice([0, 1, 1, 2]))
    )


def at(year: int, month: int, day: int, hour: int = 0) -> datetime:
    """An instant in UTC."""
    return datetime(year, month, day, hour, tzinfo=UTC)
