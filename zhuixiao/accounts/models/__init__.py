from .audit import AuditEntry, AuditQuerySet, HiddenEntry
from .calendar import SpecialDay
from .company import Company
from .department import Department
from .employee import Employee, EmployeeQuerySet, Group, Invitation, RecoveryCode, Token
from .role import Role
from .session import Session

__all__ = [
    "AuditEntry",
    "AuditQuerySet",
    "Company",
    "Department",
    "Employee",
    "EmployeeQuerySet",
    "Group",
    "HiddenEntry",
    "Invitation",
    "RecoveryCode",
    "Role",
    "Session",
    "SpecialDay",
    "Token",
]
