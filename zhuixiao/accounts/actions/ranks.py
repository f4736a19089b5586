"""Nobody touches a person, or grants a role, of higher rank than his own."""

from django.utils.translation import gettext as _

from zhuixiao.kit.errors import NotAllowed, RuleError

from ..audit import Actor
from ..models import Employee, Role


def check_may_manage(by: Actor, employee: Employee) -> None:
    """Raises NotAllowed unless the actor manages people and the person's rank is not above his."""
    by.employee.access.check("accounts", "manage")
    if employee.role.rank > by.employee.role.rank:
        raise NotAllowed(_("%(name)s ranks above you.") % {"name": employee.name})


def check_may_grant(by: Actor, role: Role) -> None:
    """Raises NotAllowed for a role above the actor's own."""
    by.employee.access.check("accounts", "manage")
    if role.rank > by.employee.role.rank:
        raise NotAllowed(_("The role %(role)s ranks above yours.") % {"role": role.name})


def check_boss_remains(employee: Employee) -> None:
    """Raises RuleError when this is the last active boss; call it inside the transaction."""
    if employee.role.key != "boss":
        return
    # The lock makes two bosses who send each other away take turns.
    bosses = Employee.objects.select_for_update().filter(role__key="boss", is_active=True)
    if not any(boss.pk != employee.pk for boss in bosses):
        raise RuleError(_("The company needs at least one active boss."), code="last_boss")
