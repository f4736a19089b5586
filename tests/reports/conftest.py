"""People who have been with the company for a year."""

from datetime import timedelta

import pytest

from tests.world import NOW, World
from zhuixiao.accounts.models import Employee


@pytest.fixture
def world(world: World) -> World:
    came = NOW - timedelta(days=365)
    Employee.objects.update(created_at=came)
    for person in world.everyone:
        person.created_at = came
    return world
