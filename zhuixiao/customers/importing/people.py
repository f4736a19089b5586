"""Owners named in a file: by name, log-in name or phone, within the importer's scope."""

from zhuixiao.accounts.choices import DataScope
from zhuixiao.accounts.models import Employee
from zhuixiao.kit.text.normal import fold
from zhuixiao.kit.text.phones import normal_phone


def assignable(person: Employee) -> list[Employee]:
    """Whom this person may make an owner: everybody in scope, at least the person."""
    if not person.access.may("customers", "assign"):
        return [person]
    rows = Employee.objects.with_access().active().order_by("name", "pk")
    match person.access.scope("customers"):
        case DataScope.ALL:
            return list(rows)
        case DataScope.SUBTREE:
            return list(rows.filter(department__in=person.access.unit_ids("customers")))
        case DataScope.DEPARTMENT:
            return list(rows.filter(department=person.department_id))
        case DataScope.OWN:
            return [person]


class People:
    """Finds owners by what a cell says."""

    def __init__(self, employees: list[Employee]) -> None:
        self.by_id = {row.pk: row for row in employees}
        self._found: dict[str, list[Employee]] = {}
        for row in employees:
            keys = {fold(row.name), fold(row.username), normal_phone(row.phone or "") or ""}
            for key in keys - {""}:
                self._found.setdefault(key, []).append(row)

    def find(self, text: str) -> list[Employee]:
        """Everybody who is called so; more than one when the name is not enough."""
        return self._found.get(fold(text)) or self._found.get(normal_phone(text) or "") or []
