"""The people and customers that reports name, as links for whom they are open."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from zhuixiao.accounts.models import Employee
from zhuixiao.activities import mentions
from zhuixiao.customers.models import Customer, Merge

from ..models import WorkReport
from ..parts import Part
from . import team

CUSTOMER, EMPLOYEE = "customer", "employee"
# What a report keeps of those that it names: kind, id, and the name as it was written.
Mention = dict[str, Any]


class Piece(NamedTuple):
    """Some words of a sentence; `url` is where the named person or customer opens, "" where it is
    closed to the reader."""

    text: str
    url: str = ""


# A part and its sentences.
Read = tuple[Part, list[list[Piece]]]


def named(lines: Iterable[str], *, by: Employee) -> list[Mention]:
    """Whom the sentences name, of those whom the writer knows."""
    text = "\n".join(line for line in lines if "@" in line)
    people = mentions.mentioned(text, by=by)
    customers = mentions.customers_mentioned(text, by=by)
    return [
        {"kind": kind, "id": row.pk, "name": row.name}
        for kind, rows in ((CUSTOMER, customers), (EMPLOYEE, people))
        for row in rows
    ]


class Links:
    """Of some reports, asked for all of them at once; nothing where they name nobody."""

    def __init__(self, reports: Sequence[WorkReport], *, reader: Employee) -> None:
        ids: dict[str, set[int]] = {CUSTOMER: set(), EMPLOYEE: set()}
        for row in reports:
            for one in row.mentions:
                ids[one["kind"]].add(one["id"])
        self._urls: dict[tuple[str, int], str] = {
            **{(CUSTOMER, pk): url for pk, url in _customers(ids[CUSTOMER], reader)},
            **{(EMPLOYEE, pk): url for pk, url in _people(ids[EMPLOYEE], reader)},
        }

    def read(self, report: WorkReport) -> list[Read]:
        """What is written in a report, in pieces."""
        urls: dict[str, str] = {}
        for one in report.mentions:
            # Of a customer and a person with one name the one that opens.
            known = urls.get(one["name"])
            urls[one["name"]] = known or self._urls.get((one["kind"], one["id"]), "")
        return [(part, [_pieces(line, urls) for line in lines]) for part, lines in report.written]


def _pieces(line: str, urls: dict[str, str]) -> list[Piece]:
    return [Piece(text, urls.get(name, "")) for text, name in mentions.cut(line, urls)]


def _customers(ids: set[int], reader: Employee) -> Iterable[tuple[int, str]]:
    """Of a customer that was merged meanwhile the one that it became."""
    if not ids:
        return
    seen = Customer.objects.visible_to(reader)
    open_ones = set(seen.filter(pk__in=ids).values_list("pk", flat=True))
    for pk in open_ones:
        yield pk, f"/customers/{pk}/"
    if others := ids - open_ones:
        merged = Merge.objects.filter(loser__in=others, undone_at=None, winner__in=seen)
        for pk, winner in merged.values_list("loser", "winner"):
            yield pk, f"/customers/{winner}/"


def _people(ids: set[int], reader: Employee) -> Iterable[tuple[int, str]]:
    """Their reports, for who reads them."""
    if not ids:
        return
    address = reverse("reports:review")
    for row in team.writers(reader, among=Q(pk__in=ids)):
        yield row.pk, f"{address}?{urlencode({'of': f'e{row.pk}'})}"
