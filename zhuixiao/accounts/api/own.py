"""Who the token stands for."""

from ninja import Router

from ..bearer import needs
from ..guards import StaffRequest
from ..permissions import modules
from .employees import PersonOut

router = Router(tags=["organisation"])


class MeOut(PersonOut):
    role: str
    scopes: dict[str, list[str]]


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
