"""A company that is older than attendance begins with what a new one has."""

from importlib import import_module

from django.apps import apps

from tests.world import World
from zhuixiao.approvals.models import Flow
from zhuixiao.field.actions.leave_flows import CORRECTION, LEAVE
from zhuixiao.field.models import AttendanceGroup, LeaveType

SUBJECTS = [CORRECTION, LEAVE]


def held() -> tuple[list[object], list[object], list[object]]:
    groups = AttendanceGroup.objects.values_list("name", "is_default", "terms_json")
    types = LeaveType.objects.order_by("position").values_list(
        "name", "is_paid", "yearly_halves", "counts_every_day"
    )
    flows = Flow.objects.filter(subject__in=SUBJECTS).order_by("subject")
    told = [
        (one.name, one.subject, one.versions.get().steps, one.versions.get().rules) for one in flows
    ]
    return list(groups), list(types), list(told)


def test_it_gets_group_types_and_flows_once(world: World) -> None:
    fresh = held()
    AttendanceGroup.objects.all().delete()
    LeaveType.objects.all().delete()
    Flow.objects.filter(subject__in=SUBJECTS).delete()
    fill = import_module("zhuixiao.field.migrations.0003_attendance_defaults").fill
    for _time in range(2):
        fill(apps, None)
        assert held() == fresh
