"""How log-in names, phones and mail addresses are kept and compared."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from zhuixiao.kit.errors import RuleError

_SMALL = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}
_PHONE_NOISE = re.compile(r"[\s().\-－—]+")
_USERNAME = re.compile(r"[\w.\-]{2,60}")


def folded(text: str) -> str:
    """Trimmed, full-width characters narrow, ASCII letters small.

    Unicode case mapping is left out on purpose: it would give `mıke@` the account of `mike@`.
    """
    return unicodedata.normalize("NFKC", text).strip().translate(_SMALL)


def digits(text: str) -> str:
    """A phone without blanks, dashes and the prefix of China."""
    return _PHONE_NOISE.sub("", unicodedata.normalize("NFKC", text)).removeprefix("+86")


def username(text: str) -> str:
    """A log-in name as it is kept; RuleError when it could be taken for a phone or an address."""
    name = folded(text)
    if not _USERNAME.fullmatch(name) or not any(char.isalpha() for char in name):
        raise RuleError(
            _("A log-in name has 2 to 60 letters, digits, dots or dashes; one is a letter."),
            field="username",
        )
    return name


def phone(text: str) -> str | None:
    """A phone as it is kept, None for an empty one; RuleError when it is none."""
    number = digits(text)
    if not number:
        return None
    if not re.fullmatch(r"\+?[0-9]{5,20}", number):
        raise RuleError(_("This is not a phone number."), field="phone")
    return number


def email(text: str) -> str | None:
    """A mail address as it is kept, None for an empty one; RuleError when it is none."""
    address = text.strip().translate(_SMALL)
    if not address:
        return None
    try:
        validate_email(address)
    except ValidationError as error:
        raise RuleError(_("This is not a mail address."), field="email") from error
    return address
