"""How the ledger finds and recomputes the facts of reports."""

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.models import Employee
from zhuixiao.ledger import facts, sources
from zhuixiao.ledger.actions import Posting

from . import postings
from .models import WorkReport


def register() -> None:
    """Called once, in AppConfig.ready()."""
    facts.register(
        facts.FactKind(
            id=30,
            key=postings.REPORT,
            label=_("Report"),
            load=_load,
            template="reports/facts/report.html",
            url=lambda row: f"/reports/{row.pk}/",
        )
    )
    sources.register(postings.REPORT, ids=_ids, postings_of=_postings)


def _load(employee: Employee, ids: Sequence[int]) -> Mapping[int, object]:
    return WorkReport.objects.visible_to(employee).select_related("employee").in_bulk(ids)


def _ids() -> Iterable[int]:
    return WorkReport.objects.order_by("pk").values_list("pk", flat=True).iterator()


def _postings(ids: Sequence[int]) -> Mapping[int, Sequence[Posting]]:
    return {row.pk: postings.of_report(row) for row in WorkReport.objects.filter(pk__in=ids)}
