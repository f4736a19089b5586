"""What everybody changes about himself: password, language, appearance."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from zhuixiao.kit.errors import RuleError

from .. import audit
from ..audit import Actor
from ..choices import TextSize, Theme
from ..models import Employee
from ..passwords import check_password_rules


def set_password(*, by: Actor, old: str, new: str, keep_session: str) -> None:
    """Change the own password; all other sessions end. RuleError at `old` or `password`."""
    employee = by.employee
    check_own_password(employee, old, field="old")
    check_password_rules(new, employee)
    with transaction.atomic():
        employee.set_password(new)
        employee.save(update_fields=["password"])
        employee.sessions.exclude(session_key=keep_session).delete()
        employee.invitations.all().delete()
        audit.write(
            by=by,
            action="set_password",
            kind="employee",
            record_id=employee.pk,
            label=employee.name,
        )


def check_own_password(employee: Employee, password: str, *, field: str = "password") -> None:
    """RuleError at the field unless this is the person's password."""
    if not employee.check_password(password):
        raise RuleError(_("This is not your password."), field=field)


def set_preferences(
    *, by: Actor, language: str = "", theme: str = "", text_size: str = ""
) -> Employee:
    """Change the given ones of language, appearance and text size; an unknown value is refused."""
    allowed = {
        "language": dict(settings.LANGUAGES),
        "theme": Theme.values,
        "text_size": TextSize.values,
    }
    given = {"language": language, "theme": theme, "text_size": text_size}
    values = {name: value for name, value in given.items() if value}
    for name, value in values.items():
        if value not in allowed[name]:
            raise RuleError(_("This choice is not known."), field=name)
        setattr(by.employee, name, value)
    by.employee.save(update_fields=list(values))
    return by.employee
