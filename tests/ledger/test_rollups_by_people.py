"""The rollup by day and employee alone, from which questions without other dimensions are read."""

import pytest

from tests.ledger.conftest import Stall, sale
from tests.world import World
from zhuixiao.ledger import checks
from zhuixiao.ledger.catalogue import Dimension
from zhuixiao.ledger.models import PeopleRollup
from zhuixiao.ledger.queries import query

pytestmark = pytest.mark.django_db
SOLD = "stall.sold"


def test_products_of_a_day_are_one_row_for_the_employee(stall: Stall) -> None:
    for product in (1, 2, 3):
        stall.post(product, sale(day=5, employee=7, product=product, pieces=2))
    row = PeopleRollup.objects.get(metric=901)
    assert (row.quantity, row.entries) == (6, 3)


def test_a_wrong_row_is_found_and_mended(stall: Stall) -> None:
    stall.post(1, sale(day=5, employee=7, pieces=2))
    PeopleRollup.objects.filter(metric=901).update(quantity=9)
    assert len(checks.verify()) == 1
    checks.rebuild()
    assert checks.verify() == []


def test_a_question_without_products_reads_it_and_one_with_products_does_not(
    stall: Stall, world: World
) -> None:
    stall.post(1, sale(day=5, employee=7, product=1, pieces=2))
    PeopleRollup.objects.filter(metric=901).update(quantity=9)
    by_people = query([SOLD], period=None, by=[Dimension.EMPLOYEE], visible_to=world.boss)
    by_product = query([SOLD], period=None, by=[Dimension.PRODUCT], visible_to=world.boss)
    assert by_people.total.values[SOLD] == 9
    assert by_product.total.values[SOLD] == 2
