"""The tree of channels: add, rename, move, retire."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.text.normal import clean

from ..models import Channel

NAME_LENGTH = 60


@transaction.atomic
def add(*, by: Actor, name: str, parent: Channel | None = None) -> Channel:
    """A new channel as the last one below `parent`."""
    by.employee.access.check("catalog", "manage")
    return add_unchecked(by=by, name=name, parent=parent)


@transaction.atomic
def add_unchecked(*, by: Actor, name: str, parent: Channel | None = None) -> Channel:
    """`add` for a caller that has checked the right (an import that may create channels)."""
    name = _checked_name(name, parent)
    last = Channel.objects.filter(parent=parent).aggregate(last=Max("position"))["last"]
    channel = Channel.objects.create(
        name=name, parent=parent, position=0 if last is None else last + 1
    )
    _log(by, "add", channel)
    return channel


@transaction.atomic
def change(*, by: Actor, channel: Channel, name: str, parent: Channel | None) -> Channel:
    """Rename and move a channel with all below it. Raises RuleError for a cycle."""
    by.employee.access.check("catalog", "manage")
    channel = Channel.objects.select_for_update().get(pk=channel.pk)
    name = _checked_name(name, parent, but=channel)
    changes = audit.differences(channel, {"name": name, "parent": parent})
    if "parent" in changes:
        _check_no_cycle(channel, parent)
        channel.move_below(parent)
    if "name" in changes:
        channel.name = name
        channel.save(update_fields=["name"])
    if changes:
        _log(by, "change", channel, changes)
    return channel


@transaction.atomic
def place(*, by: Actor, channel: Channel, after: Channel | None) -> None:
    """Put a channel behind one of its siblings, or first."""
    by.employee.access.check("catalog", "manage")
    rows = list(
        Channel.objects.select_for_update()
        .filter(parent=channel.parent_id)
        .exclude(pk=channel.pk)
        .order_by("position", "id")
    )
    index = next((at + 1 for at, row in enumerate(rows) if after and row.pk == after.pk), 0)
    rows.insert(index, channel)
    for position, row in enumerate(rows):
        row.position = position
    Channel.objects.bulk_update(rows, ["position"])
    _log(by, "reorder", channel)


@transaction.atomic
def retire(*, by: Actor, channel: Channel) -> None:
    """The channel and all below it are offered no more; old records keep them."""
    by.employee.access.check("catalog", "manage")
    if channel.subtree().filter(retired_at=None).update(retired_at=by.at):
        _log(by, "retire", channel)


@transaction.atomic
def bring_back(*, by: Actor, channel: Channel) -> None:
    """The channel is offered again, and those above it."""
    by.employee.access.check("catalog", "manage")
    ids = Channel.objects.get(pk=channel.pk).ancestor_ids
    if Channel.objects.filter(pk__in=ids).exclude(retired_at=None).update(retired_at=None):
        _log(by, "bring_back", channel)


def _check_no_cycle(channel: Channel, parent: Channel | None) -> None:
    if parent is not None and parent.path.startswith(channel.path):
        raise RuleError(_("A channel cannot stand below itself."), field="parent")


def _checked_name(name: str, parent: Channel | None, but: Channel | None = None) -> str:
    name = clean(name)
    if not name:
        raise RuleError(_("A name is needed."), field="name")
    if len(name) > NAME_LENGTH:
        raise RuleError(_("At most %(limit)d characters.") % {"limit": NAME_LENGTH}, field="name")
    same = Channel.objects.filter(parent=parent, name=name)
    if same.exclude(pk=but.pk if but else 0).exists():
        raise RuleError(_("There is a channel '%(name)s' here.") % {"name": name}, field="name")
    return name


def _log(by: Actor, action: str, channel: Channel, changes: audit.Changes | None = None) -> None:
    audit.write(
        by=by,
        action=action,
        kind="channel",
        record_id=channel.pk,
        label=channel.name,
        changes=changes,
    )
