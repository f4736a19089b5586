import pytest
from django.urls import reverse

from tests.conftest import ClientOf
from tests.world import World, actor
from zhuixiao.accounts.actions import departments, employees
from zhuixiao.accounts.models import AuditEntry, Department
from zhuixiao.kit.errors import NotAllowed, RuleError


def test_a_unit_moves_with_everything_below_it(world: World) -> None:
    departments.move(by=actor(world.boss), department=world.south, parent=world.east)
    shenzhen = Department.objects.get(pk=world.shenzhen.pk)
    assert shenzhen.ancestor_ids == [
        world.head_office.pk,
        world.east.pk,
        world.south.pk,
        world.shenzhen.pk,
    ]
    assert AuditEntry.objects.filter(action="move", record_id=world.south.pk).exists()


def test_a_circle_is_refused_at_the_field(world: World, client_of: ClientOf) -> None:
    with pytest.raises(RuleError) as error:
        departments.move(by=actor(world.boss), department=world.south, parent=world.shenzhen)
    assert error.value.field == "parent"
    url = reverse("accounts:department", args=[world.south.pk])
    data = {"name": "改名", "kind": "branch", "parent": world.shenzhen.pk}
    response = client_of(world.boss).post(url, data)
    assert response.status_code == 422
    assert response.context["form"].errors["parent"]
    # All or nothing: the new name is not saved either.
    assert Department.objects.get(pk=world.south.pk).name == "华南分公司"


def test_the_head_office_stays_at_the_top(world: World) -> None:
    with pytest.raises(RuleError):
        departments.move(by=actor(world.boss), department=world.head_office, parent=world.east)
    with pytest.raises(RuleError):
        departments.close(by=actor(world.boss), department=world.head_office)


def test_a_unit_with_people_or_open_units_below_is_not_closed(world: World) -> None:
    by = actor(world.boss)
    with pytest.raises(RuleError, match="1"):
        departments.close(by=by, department=world.east)
    employees.deactivate(by=by, employee=world.li)
    departments.close(by=by, department=world.east)
    for person in (world.manager, world.zheng, world.chen):
        employees.deactivate(by=by, employee=person)
    with pytest.raises(RuleError):
        departments.close(by=by, department=world.south)


def test_nobody_comes_into_a_closed_unit(world: World) -> None:
    by = actor(world.boss)
    employees.deactivate(by=by, employee=world.li)
    departments.close(by=by, department=world.east)
    with pytest.raises(RuleError):
        employees.reactivate(by=by, employee=world.li)
    world.east.refresh_from_db()
    with pytest.raises(RuleError):
        employees.change(by=by, employee=world.chen, version=1, department=world.east)
    with pytest.raises(RuleError):
        departments.add(by=by, name="新部门", parent=world.east)


def test_two_units_of_one_name_below_one_parent_are_refused(world: World) -> None:
    with pytest.raises(RuleError) as error:
        departments.add(by=actor(world.boss), name="华东分公司", parent=world.head_office)
    assert error.value.field == "name"
    assert departments.add(by=actor(world.boss), name="华东分公司", parent=world.south)


def test_only_who_manages_people_changes_the_tree(world: World) -> None:
    with pytest.raises(NotAllowed):
        departments.add(by=actor(world.manager), name="新部门", parent=world.south)
