"""Who may still change what was decided."""

from datetime import date

from zhuixiao.accounts.choices import DataScope
from zhuixiao.accounts.models import Employee

from ..metrics import OPPORTUNITIES
from ..models import Opportunity


def oversees(employee: Employee, module: str, department_id: int) -> bool:
    """Whether the person's scope of a module is wider than the own, and holds the department."""
    access = employee.access
    match access.scope(module):
        case DataScope.ALL:
            return True
        case DataScope.SUBTREE:
            return department_id in access.unit_ids(module)
        case DataScope.DEPARTMENT:
            return department_id == employee.department_id
        case DataScope.OWN:
            return False


def may_change(employee: Employee, opportunity: Opportunity, *, today: date) -> bool:
    """An open one whoever works on it; a closed one who oversees its department, and until the end
    of the day on which it was closed also who works on it: a slip of the hand is mended at once."""
    if opportunity.is_open or oversees(employee, OPPORTUNITIES, opportunity.department_id):
        return True
    return opportunity.closed_on is not None and opportunity.closed_on >= today
