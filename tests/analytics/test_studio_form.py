"""The form of the studio."""

from tests.sales.conftest import TODAY
from tests.world import World
from zhuixiao.analytics.forms.studio import StudioForm


def test_only_ids_are_taken_for_chosen_and_the_filters_are_read_once(world: World) -> None:
    data = {"employee": ["٣", "-1", "9" * 30, str(world.zheng.pk)]}
    form = StudioForm(data, reader=world.boss, today=TODAY)
    chosen = {row.key: row.chosen for row in form.filters}
    assert chosen["employee"] == [world.zheng.pk]
    assert form.is_filtered
    assert form.filters is form.filters
