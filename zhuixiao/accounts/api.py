"""The organisation over the API."""

from ninja import Router, Schema

from .bearer import needs
from .guards import StaffRequest
from .models import Department, Employee, Group
from .permissions import modules

router = Router(tags=["organisation"])


class PersonOut(Schema):
    id: int
    name: str
    username: str
    title: str
    department_id: int
    is_active: bool


class MeOut(PersonOut):
    role: str
    scopes: dict[str, list[str]]


class DepartmentOut(Schema):
    id: int
    name: str
    kind: str
    parent_id: int | None
    head_id: int | None


class GroupOut(Schema):
    id: int
    name: str
    member_ids: list[int]

    @staticmethod
    def resolve_member_ids(group: Group) -> list[int]:
        return [person.pk for person in group.members.all()]


@router.get("/me", response=MeOut)
@needs("", "")
def me(request: StaffRequest) -> dict[str, object]:
    """Who the token stands for and what it may do."""
    person = request.user
    scopes = {
        module.key: [action for action in module.actions if person.access.may(module.key, action)]
        for module in modules()
    }
    names = ("id", "name", "username", "title", "department_id", "is_active")
    facts = {name: getattr(person, name) for name in names}
    return {**facts, "role": person.role.key, "scopes": scopes}


@router.get("/employees", response=list[PersonOut])
@needs("accounts", "view")
def employees(request: StaffRequest, active: bool = True) -> list[Employee]:  # noqa: FBT001, FBT002
    """The company's people."""
    return list(Employee.objects.filter(is_active=active).order_by("pk"))


@router.get("/departments", response=list[DepartmentOut])
@needs("accounts", "view")
def departments(request: StaffRequest) -> list[Department]:
    """The tree, parents before children."""
    return list(Department.objects.filter(closed_at=None).order_by("path"))


@router.get("/groups", response=list[GroupOut])
@needs("accounts", "view")
def groups(request: StaffRequest) -> list[Group]:
    """Groups of people for one-click choice."""
    return list(Group.objects.prefetch_related("members").order_by("position", "pk"))
