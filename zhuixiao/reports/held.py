"""Where reports hold words about people: in what employees wrote into them."""

from django.utils.translation import gettext_lazy as _

from zhuixiao.customers import persons
from zhuixiao.customers.persons import Words

from . import postings
from .models import WorkReport
from .parts import Part


def register() -> None:
    """Called once, in AppConfig.ready()."""
    persons.register(
        Words(
            postings.REPORT,
            _("Reports"),
            WorkReport,
            data=(*(part.value for part in Part), "mentions"),
            record=lambda row: (postings.REPORT, row.pk),
        )
    )
