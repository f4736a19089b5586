"""Roles and what they may do over the API."""

from collections.abc import Mapping
from typing import Annotated

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema, Status
from pydantic import AfterValidator

from zhuixiao.kit.errors import Invalid
from zhuixiao.kit.text.normal import clean

from ..actions import roles
from ..actions.roles import Grants
from ..bearer import api_actor, needs
from ..choices import DataScope, FieldAccess
from ..guards import StaffRequest
from ..models import Role

router = Router(tags=["organisation"])
Name = Annotated[str, Field(max_length=40), AfterValidator(clean)]


class Grant(Schema):
    """Whose records the role sees in a module, and what it does with them."""

    scope: DataScope
    actions: list[str]


class RoleRowOut(Schema):
    id: int
    key: str
    name: str
    rank: int
    is_builtin: bool
    needs_totp: bool
    people: int


class RoleOut(Schema):
    """`modules` and `fields` by the names that roles are granted."""

    id: int
    key: str
    name: str
    rank: int
    is_builtin: bool
    needs_totp: bool
    modules: dict[str, Grant]
    fields: dict[str, FieldAccess]


class RoleCopyIn(Schema):
    name: Name


class RoleChangeIn(Schema):
    """Only what is sent is changed, module by module and field by field."""

    name: Name | None = None
    needs_totp: bool | None = None
    modules: dict[str, Grant] = {}
    fields: dict[str, FieldAccess] = {}


@router.get("/roles", response=list[RoleRowOut])
@needs("accounts", "manage")
def index(request: StaffRequest) -> list[Role]:
    """All roles, the highest first, with the number of people who have them."""
    people = Count("employee", filter=Q(employee__is_active=True))
    return list(Role.objects.annotate(people=people).order_by("-rank", "pk"))


@router.get("/roles/{pk}", response=RoleOut)
@needs("accounts", "manage")
def read(request: StaffRequest, pk: int) -> dict[str, object]:
    """One role with all that it may do, edited or by default."""
    return _out(get_object_or_404(Role, pk=pk))


@router.patch("/roles/{pk}", response=RoleOut)
@needs("accounts", "manage")
def change(request: StaffRequest, pk: int, data: RoleChangeIn) -> dict[str, object]:
    """Change what a role below the own one may do; it holds from the next request of everybody."""
    role = get_object_or_404(Role, pk=pk)
    changed = roles.change(
        by=api_actor(request),
        role=role,
        name=role.name if data.name is None else data.name,
        needs_totp=role.needs_totp if data.needs_totp is None else data.needs_totp,
        grants=_merged(roles.grants_of(role), data),
    )
    return _out(changed)


@router.post("/roles/{pk}/copy", response={201: RoleOut})
@needs("accounts", "manage")
def copy(request: StaffRequest, pk: int, data: RoleCopyIn) -> Status[dict[str, object]]:
    """An own role that starts as this one."""
    source = get_object_or_404(Role, pk=pk)
    return Status(201, _out(roles.copy(by=api_actor(request), source=source, name=data.name)))


@router.post("/roles/{pk}/reset", response=RoleOut)
@needs("accounts", "manage")
def reset(request: StaffRequest, pk: int) -> dict[str, object]:
    """Back to what the modules suggest."""
    return _out(roles.reset(by=api_actor(request), role=get_object_or_404(Role, pk=pk)))


@router.delete("/roles/{pk}", response={204: None})
@needs("accounts", "manage")
def remove(request: StaffRequest, pk: int) -> HttpResponse:
    """Delete an own role that nobody has."""
    roles.remove(by=api_actor(request), role=get_object_or_404(Role, pk=pk))
    return HttpResponse(status=204)


def _merged(before: Grants, data: RoleChangeIn) -> Grants:
    """The whole matrix with what was sent in its places; Invalid for a name that is none."""
    modules = {key: (grant.scope.value, grant.actions) for key, grant in data.modules.items()}
    fields = {key: access.value for key, access in data.fields.items()}
    _check_known("modules", modules, before.modules)
    _check_known("fields", fields, before.fields)
    return Grants({**before.modules, **modules}, {**before.fields, **fields})


def _check_known(name: str, sent: Mapping[str, object], known: Mapping[str, object]) -> None:
    if strange := set(sent) - set(known):
        raise Invalid({f"{name}.{key}": _("This choice is not known.") for key in sorted(strange)})


def _out(role: Role) -> dict[str, object]:
    grants = roles.grants_of(role)
    names = ("id", "key", "name", "rank", "is_builtin", "needs_totp")
    return {
        **{name: getattr(role, name) for name in names},
        "modules": {
            key: {"scope": scope, "actions": list(actions)}
            for key, (scope, actions) in grants.modules.items()
        },
        "fields": dict(grants.fields),
    }
