"""A shop of 郑斌 in Guangzhou, and the moments that a phone there tells."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from tests.world import NOW, World, actor
from zhuixiao.accounts.models import Employee
from zhuixiao.catalog.models import Option
from zhuixiao.catalog.seeds import options
from zhuixiao.customers.actions import creating
from zhuixiao.customers.models import Customer
from zhuixiao.field.actions import visit_types, visits
from zhuixiao.field.models import Visit, VisitType
from zhuixiao.field.phone.captures import Capture, capture
from zhuixiao.kit.geo import METRES_PER_DEGREE, Position

SHOP = Position(23.13, 113.27)
AddShop = Callable[..., Customer]
At = Callable[..., Capture]
SignIn = Callable[..., Visit]


def north(metres: float) -> Position:
    """So far north of the shop's door."""
    return Position(SHOP.latitude + metres / METRES_PER_DEGREE, SHOP.longitude)


@pytest.fixture
def add_shop(world: World) -> AddShop:
    """A customer that stands at a place."""
    if not Option.objects.exists():
        Option.objects.bulk_create(options.build())
    visit_types.seed()

    def add(
        name: str = "广州迪宏五金店",
        owner: Employee = world.zheng,
        place: Position | None = SHOP,
    ) -> Customer:
        customer = creating.create(
            by=actor(owner), new=creating.NewCustomer({"name": name}, owner=owner)
        )
        if place:
            Customer.objects.filter(pk=customer.pk).unlogged_update(
                latitude=place.latitude, longitude=place.longitude
            )
            customer.refresh_from_db()
        return customer

    return add


@pytest.fixture
def shop(add_shop: AddShop) -> Customer:
    return add_shop()


@pytest.fixture
def round_of_shops(shop: Customer) -> VisitType:
    """The seeded type with the five steps."""
    return VisitType.objects.get(is_default=False)


def at(
    moment: datetime = NOW,
    *,
    place: Position | None = SHOP,
    accuracy: float | None = 20,
    client_id: UUID | None = None,
    received_after: timedelta = timedelta(),
    is_mock: bool = False,
) -> Capture:
    """What the phone tells of a moment; `received_after` is how long it was without network."""
    return capture(
        client_id=client_id or uuid4(),
        claimed_at=moment,
        sent_at=moment + received_after,
        received_at=moment + received_after,
        place=place,
        accuracy=accuracy,
        is_mock=is_mock,
    )


@pytest.fixture
def sign_in(world: World, shop: Customer) -> SignIn:
    """郑斌 arrives at the shop."""

    def sign_in(
        moment: Capture | None = None,
        *,
        by: Employee = world.zheng,
        customer: Customer = shop,
        type_: VisitType | None = None,
        reason: str = "",
    ) -> Visit:
        moment = moment or at()
        new = visits.SignIn(customer.pk, type_.pk if type_ else None, reason)
        return visits.sign_in(by=actor(by, at=moment.received_at), capture=moment, new=new)

    return sign_in


@pytest.fixture
def sign_out(world: World) -> Callable[..., Visit]:
    """He leaves it."""

    def sign_out(
        visit: Visit, moment: Capture | None = None, *, by: Employee = world.zheng, **end: object
    ) -> Visit:
        moment = moment or at(visit.at + timedelta(minutes=30))
        return visits.sign_out(
            by=actor(by, at=moment.received_at),
            capture=moment,
            visit=visit.client_id,
            end=visits.SignOut(**end),  # type: ignore[arg-type]
        )

    return sign_out
