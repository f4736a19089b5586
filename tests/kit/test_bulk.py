"""Making and inserting many objects fast must give what Django's own way gives."""

from django.db import models

from tests.world import NOW
from zhuixiao.customers.models import Customer
from zhuixiao.kit import bulk


def columns(item: models.Model) -> dict[str, object]:
    return {field.attname: getattr(item, field.attname) for field in item._meta.concrete_fields}


def test_a_made_object_is_what_the_constructor_makes() -> None:
    values = {"name": "广州迪宏", "added_on": NOW.date(), "created_at": NOW, "owner_id": 7}
    made = bulk.maker(Customer)(**values)
    assert columns(made) == columns(Customer(**values))
    assert made._state.adding
    assert made._state.db is None


def test_made_objects_share_no_default() -> None:
    make = bulk.maker(Customer)
    first, second = make(name="A"), make(name="B")
    first.extra["cf_1"] = 1
    assert second.extra == {}
    assert make(name="C").name == "C"
