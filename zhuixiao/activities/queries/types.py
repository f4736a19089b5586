"""The rule of each activity type: built in by the option's key, unless the boss changed it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option

from ..models import ActivityTypeRule


@dataclass(frozen=True)
class Rule:
    """What recording an activity of a type means.

    `counts_as_contact` raises the customer's contact number; `needs_transcript` asks for the pasted
    chat or a file; `template` is written into an empty description.
    """

    counts_as_contact: bool = False
    needs_transcript: bool = False
    template: str | Promise = ""
    icon: str = "dots-circle-horizontal"


@dataclass(frozen=True)
class Type:
    """An option of the list of activity types with its rule."""

    option: Option
    rule: Rule


_CALL = _("Talked about:\nCustomer's answer:\nAgreed next:")
_VISIT = _("Met:\nTalked about:\nCustomer's needs:\nCompetitors:\nAgreed next:")
_MEETING = _("Topic:\nPresent:\nResult:\nWho does what until when:")
_MONEY = _("Amount:\nPromised day:\nReason for the delay:")
_SHIPPING = _("Goods:\nCarrier and number:\nExpected arrival:")

BUILT_IN: dict[str, Rule] = {
    "phone_visit": Rule(counts_as_contact=True, template=_CALL, icon="phone"),
    "onsite_visit": Rule(counts_as_contact=True, template=_VISIT, icon="map-pin"),
    "reception": Rule(counts_as_contact=True, template=_VISIT, icon="door-enter"),
    "meeting": Rule(counts_as_contact=True, template=_MEETING, icon="users"),
    "training": Rule(counts_as_contact=True, template=_MEETING, icon="school"),
    "business_meal": Rule(counts_as_contact=True, icon="tools-kitchen-2"),
    "outing": Rule(counts_as_contact=True, icon="walk"),
    "shipping": Rule(template=_SHIPPING, icon="truck-delivery"),
    "work_arrangement": Rule(icon="clipboard-list"),
    "chat_qq": Rule(counts_as_contact=True, needs_transcript=True, icon="message-circle"),
    "chat_wechat": Rule(counts_as_contact=True, needs_transcript=True, icon="brand-wechat"),
    "chat_wangwang": Rule(counts_as_contact=True, needs_transcript=True, icon="message-2"),
    "chat_msn": Rule(counts_as_contact=True, needs_transcript=True, icon="messages"),
    "email": Rule(counts_as_contact=True, icon="mail"),
    "dunning": Rule(counts_as_contact=True, template=_MONEY, icon="cash"),
    "invoicing": Rule(icon="receipt"),
}
OTHER = Rule()


def rules_of(options: Iterable[Option]) -> dict[int, Rule]:
    """The rule of each of these types by the option's id, in one query."""
    known = {option.pk: option for option in options}
    rules = {pk: BUILT_IN.get(option.key, OTHER) for pk, option in known.items()}
    for row in ActivityTypeRule.objects.filter(type__in=known):
        rules[row.type_id] = Rule(
            counts_as_contact=row.counts_as_contact,
            needs_transcript=row.needs_transcript,
            template=row.template,
            icon=row.icon or rules[row.type_id].icon,
        )
    return rules


def all_types(*, keep: int | None = None) -> list[Type]:
    """The types that can be chosen, in their order; `keep` is a retired one that a record has."""
    options = [
        option
        for option in Option.objects.of(PickList.ACTIVITY_TYPE)
        if option.retired_at is None or option.pk == keep
    ]
    rules = rules_of(options)
    return [Type(option, rules[option.pk]) for option in options]
