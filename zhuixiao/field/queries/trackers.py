"""A person's devices, and whose device a secret belongs to."""

from zhuixiao.accounts import tokens
from zhuixiao.accounts.models import Employee

from ..models import Tracker


def of_token(token: str) -> Tracker | None:
    """The device of a secret; None for an unknown one, a removed one, and one of somebody who has
    left or may have no track any more."""
    rows = Tracker.objects.in_use().filter(
        token_hash=tokens.hashed(token), employee__is_active=True
    )
    # With what deciding about permissions needs.
    found = rows.select_related("employee__department", "employee__role").first()
    return found if found and found.employee.access.may("tracks", "create") else None


def own(person: Employee) -> list[Tracker]:
    """The person's devices in use, the newest first."""
    return list(Tracker.objects.own(person).in_use().order_by("-pk"))
