"""What imports add to files, notices and jobs (importing them registers them)."""

from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.models import Employee
from zhuixiao.files import access
from zhuixiao.notices import kinds

from .. import keeping
from ..models import ImportBatch
from . import jobs
from .batches import FILE


def register() -> None:
    """Called once, in AppConfig.ready()."""
    access.register(FILE, _is_own)
    keeping.register(
        keeping.Keep(
            "imports",
            _("Files of imports"),
            _("With the refused rows; counts and reasons stay."),
            50,
            days=30,
            least=1,
            forget=jobs.sweep,
        )
    )
    kinds.register(jobs.NOTICE, _("An import is done"))


def _is_own(employee: Employee, record_id: int) -> bool:
    """The file of an import and its rejected rows are the importer's alone."""
    return ImportBatch.objects.filter(pk=record_id, created_by=employee).exists()
