"""Which summary tables were shared with somebody, as the access rules take them."""

from zhuixiao.accounts.models import Employee
from zhuixiao.accounts.sharing import Shared

from ..models import SummaryTable


def shared_with(employee_id: int) -> Shared:
    """To be read; nobody works on another's table."""
    employee = Employee.objects.select_related("department").get(pk=employee_id)
    found = SummaryTable.objects.shared_with(employee)
    return Shared(readable=frozenset(found.values_list("pk", flat=True)))
