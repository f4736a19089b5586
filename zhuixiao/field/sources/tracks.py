"""How the ledger finds and recomputes the days of tracks."""

from collections.abc import Iterable, Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.models import Employee
from zhuixiao.ledger import facts, sources
from zhuixiao.ledger.actions import Posting

from ..models import TrackDay
from ..postings import tracks as postings


def register() -> None:
    """Called once, in AppConfig.ready()."""
    facts.register(
        facts.FactKind(
            id=65,
            key=postings.TRACK_DAY,
            label=_("Day of a track"),
            load=_load,
            template="field/tracks/fact.html",
            url=address,
            icon="route",
        )
    )
    sources.register(postings.TRACK_DAY, ids=_ids, postings_of=_postings)


def address(day: TrackDay) -> str:
    """The map of the day."""
    asked = f"of={day.employee_id}&start={day.day}T00:00&end={day.day}T23:59"
    return f"{reverse('field:tracks-map')}?{asked}"


def _load(employee: Employee, ids: Sequence[int]) -> Mapping[int, object]:
    return TrackDay.objects.visible_to(employee).select_related("employee").in_bulk(ids)


def _ids() -> Iterable[int]:
    return TrackDay.objects.order_by("pk").values_list("pk", flat=True).iterator()


def _postings(ids: Sequence[int]) -> Mapping[int, Sequence[Posting]]:
    return {row.pk: postings.of_day(row) for row in TrackDay.objects.filter(pk__in=ids)}
