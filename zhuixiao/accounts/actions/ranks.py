"""Nobody touches a person, or grants a role, of higher rank than his own."""

from django.utils.translation import gettext as _

from zhuixiao.kit.errors import NotAllowed, RuleError

from ..audit import Actor
from ..models import Employee, Role
from ..models.employee import EmployeeQuerySet


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


def check_stays_managed() -> None:
    """Raises RuleError when no boss can manage people any more, since all work for dealers by now;
    call it inside the transaction, after the change."""
    if not any(boss.department.dealer() is None for boss in _bosses()):
        raise RuleError(
            _("Then every boss would work for an agent or franchise. One must stay outside."),
            code="last_boss",
        )


def check_boss_remains(employee: Employee) -> None:
    """Raises RuleError when this is the last active boss who works for no dealer; call it inside
    the transaction."""
    if employee.role.key != "boss":
        return
    # The lock makes two bosses who send each other away take turns.
    others = [boss for boss in _bosses().select_for_update(of=("self",)) if boss.pk != employee.pk]
    if not any(boss.department.dealer() is None for boss in others):
        raise RuleError(_("The company needs at least one active boss."), code="last_boss")


def _bosses() -> EmployeeQuerySet:
    bosses: EmployeeQuerySet = Employee.objects.active().filter(role__key="boss")
    return bosses.select_related("department")
