"""What imports of orders and the like add to files, notices, jobs and the command line."""

from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts import labels
from zhuixiao.accounts.models import Employee
from zhuixiao.customers import keeping
from zhuixiao.customers.importing import others
from zhuixiao.files import access
from zhuixiao.notices import kinds

from .. import postings
from ..trade import commanding, jobs, running
from ..trade.kinds import Kind
from ..wording import OPPORTUNITY


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
    _register_words()


def _register_words() -> None:
    """Of the audit log; records whose own area has words keep those."""
    fields = {
        "what": _("Kind"),
        "created": _("New records"),
        "returns": _("Returns of goods"),
        "same": _("There already"),
        "differs": _("Different from what is there"),
        "refused": _("Rows not taken"),
    }
    labels.register(running.AUDITED, fields, label=_("Import of orders and the like"))
    for key, label in (
        (OPPORTUNITY, _("Opportunity")),
        (postings.RETURN, _("Return of goods")),
        (postings.PAYMENT, _("Payment")),
    ):
        if key not in labels.kinds():
            labels.register(key, {}, label=label)


def _is_own(employee: Employee, record_id: int) -> bool:
    """A file belongs to who brought it."""
    return employee.pk == record_id
