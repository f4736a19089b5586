"""The errors that rules raise; pages and the API turn each into the same answer."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _


class RuleError(Exception):
    """A rule says no. `message` tells the person what happened and what to do."""

    status = 400
    code = "rule"

    def __init__(self, message: object, *, field: str = "", code: str = "") -> None:
        super().__init__(str(message))
        self.message = message
        self.field = field
        self.code = code or self.code


class NotAllowed(RuleError):
    """The person may not do this."""

    status = 403
    code = "not_allowed"

    def __init__(self, message: object = "") -> None:
        super().__init__(message or _("You are not allowed to do this. Ask your administrator."))


class Invalid(RuleError):
    """Several fields are wrong at once: `errors` maps a field to its message."""

    status = 422
    code = "invalid"

    def __init__(self, errors: Mapping[str, object]) -> None:
        super().__init__(next(iter(errors.values())), field=next(iter(errors)))
        self.errors = dict(errors)


class Conflict(RuleError):
    """Somebody else changed the same fields: `fields` maps each to base, mine and theirs."""

    status = 409
    code = "conflict"

    def __init__(self, fields: Mapping[str, Mapping[str, Any]], *, version: int) -> None:
        super().__init__(_("Somebody else changed this at the same time. Choose what to keep."))
        self.fields = dict(fields)
        self.version = version
