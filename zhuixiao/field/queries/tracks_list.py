"""The list of positions and photos: who was where when, newest first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import overload

from django.db.models import Model, QuerySet

from zhuixiao.accounts.models import Employee

from ..choices.tracks import MARK_LABELS, RowKind
from ..models import Fix, Photo
from ..models.fixes import FixQuerySet, people_of
from ..models.photos import PhotoQuerySet
from . import places
from .places import Cell

# A row before it is read: when, and the id of a position (0) or of a photo (1).
_Key = tuple[datetime, int, int]


@dataclass(frozen=True)
class Filter:
    """What the list asks for; None means any."""

    employee_ids: Sequence[int] = ()
    start: datetime | None = None
    end: datetime | None = None
    kind: RowKind | None = None


@dataclass(frozen=True)
class Row:
    """A position or a photo with its person and the name of its place, "" where none is known."""

    moment: Fix | Photo
    employee: Employee
    place: str

    @property
    def photo(self) -> Photo | None:
        return self.moment if isinstance(self.moment, Photo) else None

    @property
    def kind(self) -> RowKind:
        return RowKind.PHOTO if self.photo else RowKind.FIX

    @property
    def marks(self) -> list[object]:
        """What is odd about it, in words."""
        if isinstance(self.moment, Photo):
            return []
        marks = self.moment.marks
        return [label for mark, label in MARK_LABELS.items() if marks & mark]


class Listed(Sequence[Fix | Photo]):
    """Positions and photos in one order, newest first, of which a paginator asks a page.

    The two stand in different tables and nobody sorts them together: there are millions of
    positions. Of the `first` rows before a page at least `first` minus all photos are positions, so
    these are skipped in the database; what is left is merged here.
    """

    def __init__(self, fixes: FixQuerySet, photos: PhotoQuerySet) -> None:
        self._fixes = fixes.order_by("-at", "-pk")
        self._photos = photos.newest()

    @cached_property
    def _counts(self) -> tuple[int, int]:
        return self._fixes.count(), self._photos.count()

    def __len__(self) -> int:
        return sum(self._counts)

    @overload
    def __getitem__(self, asked: int) -> Fix | Photo: ...
    @overload
    def __getitem__(self, asked: slice) -> list[Fix | Photo]: ...
    def __getitem__(self, asked: int | slice) -> Fix | Photo | list[Fix | Photo]:
        if isinstance(asked, int):
            return self[asked : asked + 1][0]
        first, last, _step = asked.indices(len(self))
        fixes, photos = self._counts
        skipped_fixes, skipped_photos = max(0, first - photos), max(0, first - fixes)
        keys = [
            *_keys(self._fixes, 0, skipped_fixes, last),
            *_keys(self._photos, 1, skipped_photos, last),
        ]
        skipped = skipped_fixes + skipped_photos
        page = sorted(keys, reverse=True)[first - skipped : last - skipped]
        return self._read(page)

    def _read(self, page: Sequence[_Key]) -> list[Fix | Photo]:
        fixes = Fix.objects.in_bulk([pk for _at, kind, pk in page if not kind])
        photos = Photo.objects.in_bulk([pk for _at, kind, pk in page if kind])
        return [photos[pk] if kind else fixes[pk] for _at, kind, pk in page]


def _keys(rows: "QuerySet[Model]", kind: int, first: int, last: int) -> list[_Key]:
    return [(at, kind, pk) for at, pk in rows.values_list("at", "pk")[first:last]]


def listed(chosen: Filter, *, reader: Employee) -> Listed:
    """The positions that the reader may see, and the photos of the same people as far as the reader
    may see these too."""
    fixes = Fix.objects.visible_to(reader)
    photos = Photo.objects.visible_to(reader).filter(employee__in=people_of(reader).values("pk"))
    if chosen.employee_ids:
        fixes = fixes.of(chosen.employee_ids)
        photos = photos.filter(employee_id__in=chosen.employee_ids)
    if chosen.start:
        fixes, photos = fixes.filter(at__gte=chosen.start), photos.filter(at__gte=chosen.start)
    if chosen.end:
        fixes, photos = fixes.filter(at__lt=chosen.end), photos.filter(at__lt=chosen.end)
    if chosen.kind == RowKind.PHOTO:
        fixes = fixes.none()
    if chosen.kind == RowKind.FIX:
        photos = photos.none()
    return Listed(fixes, photos)


def rows(moments: Iterable[Fix | Photo], *, today: date) -> tuple[list[Row], list[Cell]]:
    """The rows of one page, and the places of it that no map service was asked for yet: names are
    looked up for these alone."""
    found = list(moments)
    people = Employee.objects.in_bulk({one.employee_id for one in found})
    named = places.names([one.place for one in found], today=today)
    return [
        Row(one, people[one.employee_id], place)
        for one, place in zip(found, named.names, strict=True)
    ], named.wanted
