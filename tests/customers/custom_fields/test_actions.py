"""Own fields: what can be said of them, and that no value ever vanishes."""

from typing import Any

import pytest
from django.db import connection
from django.test import TestCase

from tests.world import World, actor, as_dealer
from zhuixiao.accounts.models import AuditEntry
from zhuixiao.customers import filters
from zhuixiao.customers.actions import creating, custom_choices, custom_fields, editing
from zhuixiao.customers.actions.creating import NewCustomer
from zhuixiao.customers.actions.custom_fields import Definition
from zhuixiao.customers.choices import CustomFieldKind
from zhuixiao.customers.fields import all_fields, custom, visible_fields
from zhuixiao.customers.forms import CustomerForm
from zhuixiao.customers.models import Customer, CustomField
from zhuixiao.customers.queries import custom_indexes, paging, sorting
from zhuixiao.customers.tasks.custom_fields import agree_all
from zhuixiao.kit.errors import Invalid, NotAllowed

pytestmark = pytest.mark.django_db


def add(world: World, kind: str = "single", label: str = "等级", **given: Any) -> CustomField:
    if kind in {"single", "multi"}:
        given.setdefault("choices", ["金", "银"])
    definition = Definition(label, is_indexed=given.pop("is_indexed", False))
    with TestCase.captureOnCommitCallbacks(execute=True):
        return custom_fields.add(
            by=actor(world.boss), kind=CustomFieldKind(kind), definition=definition, **given
        )


def customer(world: World, name: str = "A", **values: Any) -> Customer:
    return creating.create(
        by=actor(world.boss), new=NewCustomer({"name": name, **values}, world.boss)
    )


def rename(world: World, field: CustomField, choice: str, name: str) -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        custom_choices.rename(by=actor(world.boss), field=field, choice=choice, name=name)
    field.refresh_from_db()


def found(world: World, field: CustomField, *names: str) -> list[str]:
    tree = {"field": field.key, "is": "in", "value": list(names)}
    me = world.boss
    asked = filters.parse(tree, reader=me, fields=visible_fields(me.access))
    by = actor(me)
    rows = Customer.objects.filter(asked.q(today=by.today, zone=by.zone))
    return list(rows.order_by("pk").values_list("name", flat=True))


def test_only_who_manages_customers_adds_a_field(world: World) -> None:
    with pytest.raises(NotAllowed):
        custom_fields.add(
            by=actor(world.manager), kind=CustomFieldKind.TEXT, definition=Definition("x")
        )


@pytest.mark.parametrize("label", ["", "  ", "客户", "x" * 41, "等级"])
def test_a_label_is_short_and_alone(world: World, label: str) -> None:
    add(world)
    with pytest.raises(Invalid) as error:
        add(world, "text", label)
    assert list(error.value.errors) == ["label"]


@pytest.mark.parametrize("choices", [[], [" "], ["金", "金"], ["x" * 61], ["x"] * 201])
def test_choices_are_checked(world: World, choices: list[str]) -> None:
    with pytest.raises(Invalid) as error:
        add(world, choices=choices)
    assert list(error.value.errors) == ["choices"]
    assert not CustomField.objects.exists()


def test_every_change_stands_in_the_audit_log(world: World) -> None:
    field = add(world)
    by = actor(world.boss)
    custom_fields.change(by=by, field=field, definition=Definition("级别"))
    custom_fields.retire(by=by, field=field)
    rows = AuditEntry.objects.filter(kind="custom_field", record_id=field.pk).order_by("pk")
    assert [row.action for row in rows] == ["add", "change", "retire"]
    assert rows[1].changes == {"label": ["等级", "级别"]}


def test_fields_stand_in_their_order(world: World) -> None:
    one, two = add(world), add(world, "text", "备注二")
    custom_fields.reorder(by=actor(world.boss), ids=[two.pk, one.pk])
    own = [field.label for field in all_fields() if field.custom]
    assert own == ["备注二", "等级"]


def test_a_retired_field_is_gone_and_comes_back_with_its_values(world: World) -> None:
    field = add(world)
    row = customer(world, **{field.key: "金"})
    custom_fields.retire(by=actor(world.boss), field=field)
    assert field.key not in {one.key for one in all_fields()}
    editing.edit(by=actor(world.boss), customer=row, values={"note": "x"})
    custom_fields.bring_back(by=actor(world.boss), field=field)
    row.refresh_from_db()
    assert row.extra == {field.key: "金"}
    assert found(world, field, "金") == ["A"]


@pytest.mark.parametrize("kind", ["single", "multi"])
def test_a_renamed_choice_is_renamed_with_every_customer(world: World, kind: str) -> None:
    field = add(world, kind)
    held: Any = "金" if kind == "single" else ["银", "金"]
    row = customer(world, **{field.key: held})
    customer(world, "B")
    rename(world, field, "金", "黄金")
    row.refresh_from_db()
    assert row.extra[field.key] == ("黄金" if kind == "single" else ["银", "黄金"])
    assert found(world, field, "黄金") == ["A"]


def test_a_former_name_goes_on_meaning_the_choice(world: World) -> None:
    field = add(world)
    rename(world, field, "金", "黄金")
    rename(world, field, "黄金", "A 级")
    row = customer(world, **{field.key: "金"})
    assert row.extra[field.key] == "A 级"
    assert found(world, field, "黄金") == ["A"]


def test_a_former_name_that_is_given_anew_is_something_else(world: World) -> None:
    field = add(world)
    rename(world, field, "金", "黄金")
    custom_choices.add(by=actor(world.boss), field=field, names=["金"])
    assert customer(world, **{field.key: "金"}).extra[field.key] == "金"
    assert found(world, field, "黄金") == []


def test_a_retired_choice_stays_where_it_is_and_cannot_be_chosen_anew(world: World) -> None:
    field = add(world)
    row = customer(world, **{field.key: "金"})
    custom_choices.retire(by=actor(world.boss), field=field, choice="金")
    with pytest.raises(Invalid):
        customer(world, "B", **{field.key: "金"})
    row.refresh_from_db()
    fields = [one for one in all_fields() if one.is_editable]
    shown = CustomerForm(fields=fields, reader=world.boss, customer=row)
    assert "金" in {value for value, _text in shown.fields[field.key].choices}  # type: ignore[attr-defined]
    editing.edit(by=actor(world.boss), customer=row, values={field.key: "金", "note": "x"})
    row.refresh_from_db()
    assert row.extra == {field.key: "金"}
    assert found(world, field, "金") == ["A"]


def test_somebody_who_left_stays_in_a_field_of_people(world: World) -> None:
    field = add(world, "person", "推荐人")
    row = customer(world, "A", **{field.key: world.li.pk})
    world.li.is_active = False
    world.li.save()
    editing.edit(by=actor(world.boss), customer=row, values={field.key: world.li.pk, "note": "x"})
    with pytest.raises(Invalid):
        customer(world, "B", **{field.key: world.li.pk})


def test_the_last_choice_stays(world: World) -> None:
    field = add(world, choices=["金"])
    with pytest.raises(Invalid):
        custom_choices.retire(by=actor(world.boss), field=field, choice="金")


@pytest.mark.parametrize("kind", ["text", "number", "money", "date", "single", "person", "region"])
def test_a_fast_field_gets_an_index_that_sorting_uses(world: World, kind: str) -> None:
    field = add(world, kind, is_indexed=True)
    column = custom(field)
    assert custom_indexes.exists(column)
    plan = _plan(world, column.key)
    assert custom_indexes.name_of(column) in plan, plan
    custom_fields_off(world, field)
    assert not custom_indexes.exists(column)


def test_an_index_that_got_lost_comes_back(world: World) -> None:
    column = custom(add(world, "text", is_indexed=True))
    custom_indexes.drop(column)
    assert agree_all(None) == {"indexes": 1}  # type: ignore[arg-type]
    assert custom_indexes.exists(column)


def test_a_multiple_choice_cannot_be_fast(world: World) -> None:
    with pytest.raises(Invalid) as error:
        add(world, "multi", is_indexed=True)
    assert list(error.value.errors) == ["is_indexed"]


def custom_fields_off(world: World, field: CustomField) -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        custom_fields.change(by=actor(world.boss), field=field, definition=Definition(field.label))


def _plan(world: World, key: str) -> str:
    """How the database reads the first page in the order of a field."""
    me = world.boss
    [sort_key] = sorting.keys(key, fields=visible_fields(me.access), access=me.access)
    rows = Customer.objects.visible_to(me)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # With a handful of rows reading them all is the cheapest, whatever indexes there are.
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_sort = off")
    stretch = paging._split(sort_key, [])[0]
    found = rows.annotate(**sort_key.annotation).filter(stretch.condition)
    return found.order_by(*paging._order(stretch, sort_key))[:50].explain()


def test_a_dealer_s_person_puts_nobody_of_the_company_into_a_field_of_people(
    world: World,
) -> None:
    field = add(world, "person", "推荐人")
    values: dict[str, Any] = {field.key: world.zheng.pk}
    row = customer(world, **values)
    dealer = as_dealer(world)
    fields = [one for one in all_fields() if one.is_editable]
    empty = CustomerForm(fields=fields, reader=dealer)
    held = CustomerForm(fields=fields, reader=dealer, customer=row)
    for form, names in ((empty, ["苏细莲"]), (held, ["苏细莲", "郑斌"])):
        choices = form.fields[field.key].queryset  # type: ignore[attr-defined]
        assert sorted(one.name for one in choices) == names
    with pytest.raises(Invalid):
        creating.create(
            by=actor(dealer), new=NewCustomer({"name": "B", field.key: world.zheng.pk}, dealer)
        )
