"""What imports of orders and the like add to files, notices, jobs and the command line."""

from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.models import Employee
from zhuixiao.customers import keeping
from zhuixiao.customers.importing import others
from zhuixiao.files import access
from zhuixiao.notices import kinds

from ..trade import commanding, jobs
from ..trade.kinds import Kind


def register() -> None:
    """Called once, in AppConfig.ready()."""
    access.register(jobs.FILE, _is_own)
    keeping.register(
        keeping.Keep(
            "sales_imports",
            _("Files of imported orders, payments and opportunities"),
            _("With the refused rows; what was imported stays."),
            51,
            days=30,
            least=1,
            forget=jobs.sweep,
        )
    )
    kinds.register(jobs.NOTICE, _("An import of orders, payments or opportunities is done"))
    for kind in Kind:
        others.register(kind.value, commanding.carry_out)


def _is_own(employee: Employee, record_id: int) -> bool:
    """A file belongs to who brought it."""
    return employee.pk == record_id
