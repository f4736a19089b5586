"""Naming people who read reports beyond what their role lets them see."""

from django.db import transaction
from django.utils.translation import gettext as _

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Department, Employee
from zhuixiao.kit.errors import RuleError

from ..models import ReportReader

KIND = "report_reader"


@transaction.atomic
def add(*, by: Actor, reader: Employee, of: Employee | Department) -> ReportReader:
    """From now on the person reads their submitted reports. Raises NotAllowed; RuleError for a
    reader of a dealer, who knows nobody of the company."""
    by.employee.access.check("reports", "manage")
    if reader.department.dealer() is not None:
        raise RuleError(_("Somebody of a dealer cannot read them."), field="reader")
    if isinstance(of, Employee) and of.pk == reader.pk:
        raise RuleError(_("Everybody reads the own reports anyway."), field="reader")
    whose = {"employee": of} if isinstance(of, Employee) else {"department": of}
    row, is_new = ReportReader.objects.get_or_create(reader=reader, **whose)
    if is_new:
        _log(by, "add", row)
    return row


@transaction.atomic
def remove(*, by: Actor, named: ReportReader) -> None:
    """Raises NotAllowed."""
    by.employee.access.check("reports", "manage")
    _log(by, "remove", named)
    named.delete()


def _log(by: Actor, action: str, row: ReportReader) -> None:
    label = f"{row.reader.name}: {row.employee or row.department}"
    audit.write(by=by, action=action, kind=KIND, record_id=row.reader_id, label=label)
