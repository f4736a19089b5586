"""How attendance is written in templates: minutes of a day, positions on a map, days as cells."""

from django import template
from django.utils.http import urlencode

from zhuixiao.field.attendance_terms import clock
from zhuixiao.field.models.captured import Captured
from zhuixiao.kit.geo import Datum

register = template.Library()


@register.filter
def day_clock(minutes: int | None) -> str:
    """540 -> 09:00; nothing for nothing."""
    return "" if minutes is None else clock(minutes)


@register.filter
def map_address(record: Captured) -> str:
    """The position of a record on the map of 高德; nothing without one."""
    if record.place is None:
        return ""
    lat, lng = record.place.to(Datum.GCJ02)
    return "https://uri.amap.com/marker?" + urlencode({"position": f"{lng:.6f},{lat:.6f}"})
