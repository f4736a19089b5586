"""What one employee may see and do: the single place that reads a role's grants."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Protocol

from django.db.models import Q, QuerySet

from zhuixiao.kit.errors import NotAllowed

from . import permissions, sharing
from .choices import DataScope, FieldAccess, Right


class Grantee(Protocol):
    """A role, as far as deciding needs it; accounts.models.Role is one."""

    @property
    def default_key(self) -> str: ...
    @property
    def grants(self) -> Mapping[str, Any]: ...


class Place(Protocol):
    """A unit of the tree; accounts.models.Department is one."""

    def subtree(self) -> QuerySet[Any]: ...
    def wall(self) -> "Place | None": ...
    def dealer(self) -> "Place | None": ...


class Person(Protocol):
    """An employee, as far as deciding needs it; accounts.models.Employee is one."""

    @property
    def pk(self) -> int: ...
    @property
    def is_active(self) -> bool: ...
    @property
    def role(self) -> Grantee: ...
    @property
    def department(self) -> Place: ...
    @property
    def department_id(self) -> int: ...


class Access:
    """Answers of the permission matrix for one employee.

    An exception while deciding means no; an inactive employee may nothing.
    """

    def __init__(self, employee: Person, *, scopes: frozenset[str] | None = None) -> None:
        self._employee = employee
        # What an API token narrows the person's rights to; None means no narrowing.
        self._token_scopes = scopes
        self._shared: dict[str, sharing.Shared] = {}

    def may(self, module: str, action: str) -> bool:
        """Whether the role grants this action of this module; what is set or read for the whole
        company it never grants to who works for a dealer."""
        if not self._employee.is_active or action not in permissions.module(module).actions:
            return False
        if self._token_scopes is not None and f"{module}.{action}" not in self._token_scopes:
            return False
        if action not in module_grant(self._employee.role, module)[1]:
            return False
        return not (permissions.is_of_company(module, action) and self._is_of_dealer)

    def check(self, module: str, action: str) -> None:
        """Raises NotAllowed unless `may`."""
        if not self.may(module, action):
            raise NotAllowed

    def scope(self, module: str) -> DataScope:
        """Whose records of this module the person sees; who works in a branch or for a dealer
        never sees beyond it, whatever the role says."""
        if not permissions.module(module).has_scope:
            return DataScope.ALL
        granted = module_grant(self._employee.role, module)[0]
        return DataScope.SUBTREE if granted == DataScope.ALL and self._wall else granted

    def field(self, field: str) -> FieldAccess:
        """What the person sees of a sensitive field, e.g. "customers.phone"."""
        return field_grant(self._employee.role, field)

    def narrowed_to(self, scopes: frozenset[str]) -> "Access":
        """The same person through an API token that carries only these scopes."""
        return Access(self._employee, scopes=scopes)

    def unit_ids(self, module: str) -> list[int]:
        """The departments of a `SUBTREE` scope: the person's own and all below it, or the whole
        branch for whom the role lets see everything."""
        granted = module_grant(self._employee.role, module)[0]
        return self._wall_ids if granted == DataScope.ALL else self._own_ids

    @cached_property
    def _wall(self) -> Place | None:
        return self._employee.department.wall()

    @cached_property
    def _is_of_dealer(self) -> bool:
        return self._employee.department.dealer() is not None

    @cached_property
    def _wall_ids(self) -> list[int]:
        return list(self._wall.subtree().values_list("pk", flat=True)) if self._wall else []

    @cached_property
    def _own_ids(self) -> list[int]:
        return list(self._employee.department.subtree().values_list("pk", flat=True))

    def shared(self, module: str) -> sharing.Shared:
        """Records of this module that the person was let into; asked once."""
        if module not in self._shared:
            self._shared[module] = sharing.shared_with(module, self._employee.pk)
        return self._shared[module]

    def q(
        self,
        module: str,
        *,
        owner: str = "owner_id",
        department: str = "department_id",
        record: str = "pk",
        right: Right = Right.READ,
    ) -> Q:
        """The condition that keeps the rows of this module that are open to the person this far.

        `owner`, `department` and `record` name the columns of the queried table.
        """
        if not self.may(module, "view"):
            return Q(pk__in=[])
        if self.scope(module) == DataScope.ALL:
            return Q()
        within = self._within(module, owner, department)
        if right == Right.HOLD:
            return within
        shared = self.shared(module)
        ids = shared.workable if right == Right.WORK else shared.readable | shared.workable
        return within | Q(**{f"{record}__in": sorted(ids)}) if ids else within

    def holds(self, module: str, *, owner_id: int, department_id: int) -> bool:
        """Whether the records of a person in a department lie within the scope; `q` with
        `Right.HOLD` asks the database the same."""
        if not self.may(module, "view"):
            return False
        match self.scope(module):
            case DataScope.ALL:
                return True
            case DataScope.SUBTREE:
                is_within = department_id in self.unit_ids(module)
            case DataScope.DEPARTMENT:
                is_within = department_id == self._employee.department_id
            case _:
                is_within = False
        return is_within or owner_id == self._employee.pk

    def _within(self, module: str, owner: str, department: str) -> Q:
        own = Q(**{owner: self._employee.pk})
        match self.scope(module):
            case DataScope.SUBTREE:
                return Q(**{f"{department}__in": self.unit_ids(module)}) | own
            case DataScope.DEPARTMENT:
                return Q(**{department: self._employee.department_id}) | own
            case _:
                return own


def module_grant(role: Grantee, module: str) -> tuple[DataScope, list[str]]:
    """Scope and actions of a role for a module: as edited, else the module's own default."""
    edited = role.grants.get("modules", {}).get(module)
    if edited is not None:
        return DataScope(edited["scope"]), list(edited["actions"])
    scope, actions = permissions.module(module).defaults.get(role.default_key, (DataScope.OWN, ()))
    return DataScope(scope), list(actions)


def field_grant(role: Grantee, field: str) -> FieldAccess:
    """What a role sees of a sensitive field: as edited, else the default, else everything."""
    edited = role.grants.get("fields", {}).get(field)
    if edited is not None:
        return FieldAccess(edited)
    owner = permissions.module(field.partition(".")[0])
    return FieldAccess(owner.field_defaults.get(field, {}).get(role.default_key, FieldAccess.WRITE))
