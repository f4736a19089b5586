"""Whom people visited and what they photographed on their way, as far as the reader may see it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from zhuixiao.accounts.models import Employee

from ..models import Photo, Visit
from ..tracks.stays import Stay

# More pictures than this are no map any more; the same of visits.
MOST = 500


@dataclass(frozen=True)
class Met:
    """Visits and photos of a person in the order of time."""

    visits: Sequence[Visit] = ()
    photos: Sequence[Photo] = ()

    @property
    def moments(self) -> list[Visit | Photo]:
        """Both together in the order of time."""
        rows: list[Visit | Photo] = [*self.visits, *self.photos]
        return sorted(rows, key=lambda row: row.at)


@dataclass(frozen=True)
class AllMet:
    """By employee; `is_cut` where there was more than a page can show."""

    of: dict[int, Met] = field(default_factory=dict)
    is_cut: bool = False


def met(people: Iterable[Employee], start: datetime, end: datetime, *, reader: Employee) -> AllMet:
    """The visits and photos of all these people from `start` until before `end`, in two
    queries."""
    ids = [row.pk for row in people]
    if not ids:
        return AllMet()
    when = {"employee_id__in": ids, "at__gte": start, "at__lt": end}
    visits = Visit.objects.visible_to(reader).filter(**when).select_related("customer", "type")
    photos = Photo.objects.visible_to(reader).filter(**when).select_related("customer")
    came = list(visits.order_by("at", "pk")[: MOST + 1])
    took = list(photos.order_by("at", "pk")[: MOST + 1])
    found = {
        pk: Met(
            [row for row in came[:MOST] if row.employee_id == pk],
            [row for row in took[:MOST] if row.employee_id == pk],
        )
        for pk in ids
    }
    return AllMet(found, is_cut=len(came) > MOST or len(took) > MOST)


def visit_of(stay: Stay, visits: Iterable[Visit], *, radius: float) -> Visit | None:
    """The visit that shares the most time with the stay. One that was signed in elsewhere is not
    it: who forgets to sign out is still on a visit at lunch."""
    rows = [row for row in visits if _shared(stay, row) >= 0 and _is_here(stay, row, radius)]
    return max(rows, key=lambda row: _shared(stay, row), default=None)


def _shared(stay: Stay, visit: Visit) -> float:
    """Seconds of both; negative where one was over before the other began."""
    begin = max(stay.arrived_at, visit.at)
    end = min(stay.left_at, visit.out_at or visit.at)
    return (end - begin).total_seconds()


def _is_here(stay: Stay, visit: Visit, radius: float) -> bool:
    place = visit.place
    return place is None or place.metres_to(stay.place) <= radius + (visit.accuracy or 0)
