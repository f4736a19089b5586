"""Regions change when the state changes them: names, centroids, validity, new units."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.text.normal import clean

from ..models import Region
from ..seeds.regions import level_of


@transaction.atomic
def change(
    *,
    by: Actor,
    region: Region,
    name: str,
    longitude: float | None,
    latitude: float | None,
    valid_from: date | None,
    valid_to: date | None,
) -> Region:
    """Change a unit; a new name is carried into the full names below it."""
    by.employee.access.check("catalog", "manage")
    region = Region.objects.select_for_update().get(pk=region.pk)
    values = {
        "name": _checked_name(name),
        "longitude": longitude,
        "latitude": latitude,
        "valid_from": valid_from,
        "valid_to": valid_to,
    }
    _check_span(valid_from, valid_to)
    changes = audit.differences(region, values)
    for field, value in values.items():
        setattr(region, field, value)
    if changes:
        region.save(update_fields=list(changes))
        if "name" in changes:
            _rename_below(region)
        _log(by, "change", region, changes)
    return region


@transaction.atomic
def add(
    *,
    by: Actor,
    adcode: int,
    name: str,
    longitude: float | None = None,
    latitude: float | None = None,
    valid_from: date | None = None,
) -> Region:
    """A new unit; where it belongs is written in its code. Raises RuleError."""
    by.employee.access.check("catalog", "manage")
    if not 110_000 <= adcode <= 999_999:
        raise RuleError(_("A region's code has six digits."), field="adcode")
    if Region.objects.filter(pk=adcode).exists():
        raise RuleError(_("This code is taken."), field="adcode")
    above = {adcode - adcode % 100, adcode - adcode % 10_000} - {adcode}
    parent = Region.objects.filter(pk__in=above).order_by("-level").first()
    if parent is None and adcode % 10_000:
        raise RuleError(_("The province of this code is missing. Add it first."), field="adcode")
    region = Region(
        adcode=adcode,
        parent=parent,
        name=_checked_name(name),
        level=level_of(adcode),
        longitude=longitude,
        latitude=latitude,
        valid_from=valid_from,
    )
    region.full_name = _full_name(region)
    region.save(force_insert=True)
    _log(by, "add", region)
    return region


def _rename_below(region: Region) -> None:
    """Full names of this unit and, one level after the other, of those below it."""
    level = [region]
    while level:
        for row in level:
            row.full_name = _full_name(row)
        Region.objects.bulk_update(level, ["full_name"], batch_size=500)
        level = list(Region.objects.filter(parent__in=level).select_related("parent"))


def _full_name(region: Region) -> str:
    return f"{region.parent.full_name} {region.name}" if region.parent else region.name


def _checked_name(name: str) -> str:
    name = clean(name)
    if not name or len(name) > 60:
        raise RuleError(_("A name is needed, at most 60 characters."), field="name")
    return name


def _check_span(valid_from: date | None, valid_to: date | None) -> None:
    if valid_from and valid_to and valid_to < valid_from:
        raise RuleError(_("The last day comes before the first."), field="valid_to")


def _log(by: Actor, action: str, region: Region, changes: audit.Changes | None = None) -> None:
    audit.write(
        by=by,
        action=action,
        kind="region",
        record_id=region.pk,
        label=region.full_name,
        changes=changes,
    )
