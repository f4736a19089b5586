"""The rules for passwords, and those that people in China guess first."""

import re
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zhuixiao.kit.errors import RuleError

_WEAK = re.compile(
    r"^(woaini|wodemima|aini|mima|admin|zhuixiao|qwerty|asdf|abc|a)?[\W_]*(1314|520|521|888|666|123)*\d*[\W_]*$",
    re.IGNORECASE,
)


class ChinesePatternValidator:
    """Refuses love numbers, birthdays behind a name, and the person's own data."""

    def validate(self, password: str, user: Any = None) -> None:
        folded = password.casefold()
        own = [getattr(user, name, None) or "" for name in ("username", "phone", "name", "email")]
        has_own = any(len(value) >= 3 and value.casefold() in folded for value in own)
        if has_own or _WEAK.match(password):
            raise ValidationError(_("This password is easy to guess. Choose another one."))

    def get_help_text(self) -> str:
        return _("No birthdays, phone numbers, love numbers or your own name.")


def check_password_rules(password: str, employee: Any) -> None:
    """RuleError at the field `password`, with every rule that it breaks."""
    try:
        validate_password(password, employee)
    except ValidationError as error:
        raise RuleError(" ".join(error.messages), field="password") from error
