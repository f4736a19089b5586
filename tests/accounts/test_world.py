from tests.world import World
from zhuixiao.accounts.choices import DataScope


def test_the_cast_stands_in_its_tree(world: World) -> None:
    assert world.su.department.path.startswith(world.manager.department.path)
    assert world.boss.role.name == "老板"
    assert world.manager.access.scope("accounts") is DataScope.ALL
