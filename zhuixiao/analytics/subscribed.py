"""Summary tables on a schedule: a source of messages that people subscribe to."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.models import Company, Employee
from zhuixiao.kit.typed import whole
from zhuixiao.notices import sources
from zhuixiao.notices.message import Message, Part
from zhuixiao.notices.sources import Occasion, Subjects

from .models import SummaryTable
from .queries import telling

TABLE = "analytics.table"


def register() -> None:
    """Called once, in AppConfig.ready()."""
    sources.register(
        sources.Source(
            key=TABLE,
            label=_("Summary table"),
            permission=("analytics", "view"),
            compose=compose,
            subjects=subjects,
        )
    )


def subjects(reader: Employee) -> Subjects:
    """The tables that the reader may open."""
    rows = SummaryTable.objects.visible_to(reader).order_by("name", "pk")
    known = [(str(pk), name) for pk, name in rows.values_list("pk", "name")]
    return [(str(_("Summary tables")), known)] if known else []


def compose(occasion: Occasion) -> Message | None:
    """The table over its own period; None once it is gone.

    A period that still runs, as "this month" on the first, is told as it was at the end of the days
    that the message is about.
    """
    rows = SummaryTable.objects.visible_to(occasion.reader)
    table = rows.filter(pk=whole(occasion.subject) or 0).first()
    if table is None:
        return None
    today = Company.objects.get().today(occasion.now)
    own = table.definition.period(today)
    day = occasion.covers.end if own.start <= today <= own.end else today
    name, days, *lines = telling.tell(table, reader=occasion.reader, today=day)
    return Message(name, [Part(days, lines)], reverse("analytics:read", args=[table.pk]))
