"""The channels that every company starts with, named in the active language."""

from collections.abc import Mapping, Sequence

from django.utils.translation import pgettext

from ..models import Channel


def write() -> None:
    """Add the first tree of channels."""
    for position, (name, children) in enumerate(_tree().items()):
        parent = Channel.objects.create(name=name, position=position)
        for place, child in enumerate(children):
            Channel.objects.create(name=child, parent=parent, position=place)


def _tree() -> Mapping[str, Sequence[str]]:
    return {
        pgettext("channel", "Search ads"): [
            pgettext("channel", "Baidu"),
            pgettext("channel", "360 Search"),
        ],
        pgettext("channel", "Website"): [],
        pgettext("channel", "Trade fair"): [],
        pgettext("channel", "Referral"): [],
        pgettext("channel", "Phone"): [],
        pgettext("channel", "Store"): [],
        pgettext("channel", "Visit without appointment"): [],
        pgettext("channel", "Other channel"): [],
    }
