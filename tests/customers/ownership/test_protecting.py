"""Protection keeps the rules away until a day, and is undone like any bulk change."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from tests.conftest import ClientOf
from tests.world import NOW, World
from zhuixiao.customers.models import BulkChange

from .conftest import Add, MakeRule
from .test_recycling import night

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_who_assigns_protects_and_takes_it_back(
    world: World, client_of: ClientOf, add: Add, make_rule: MakeRule
) -> None:
    make_rule()
    customer = add()
    client = client_of(world.manager)
    form = {"do": "protect", "ids": customer.pk, "sent": "1", "until": "2026-05-01"}
    assert client.post(reverse("customers:bulk"), form).status_code == 204
    customer.refresh_from_db()
    assert customer.protected_until == date(2026, 5, 1)
    assert night(NOW + 40 * DAY).moved_count == 0
    change = BulkChange.objects.get()
    client.post(reverse("customers:bulk_undo", args=[change.pk]))
    customer.refresh_from_db()
    assert customer.protected_until is None
    assert night(NOW + 41 * DAY).moved_count == 1


def test_a_salesperson_protects_nothing(world: World, client_of: ClientOf, add: Add) -> None:
    form = {"do": "protect", "ids": add().pk, "sent": "1", "until": "2026-05-01"}
    assert client_of(world.zheng).post(reverse("customers:bulk"), form).status_code == 404
