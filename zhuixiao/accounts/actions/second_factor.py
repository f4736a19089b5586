"""The second factor: codes of a phone, each good once, and recovery codes."""

import secrets
from datetime import datetime
from hmac import compare_digest

import pyotp
from django.db import transaction
from django.utils.translation import gettext as _

from zhuixiao.kit.errors import RuleError

from .. import audit, tokens
from ..audit import Actor
from ..models import Employee, RecoveryCode
from .ranks import check_may_manage

RECOVERY_CODES = 10
# Without letters and digits that look alike.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def fresh_secret() -> str:
    """A new secret for an authenticator app; it counts only after `enrol`."""
    return pyotp.random_base32()


def enrol(*, by: Actor, secret: str, code: str) -> list[str]:
    """Switch the second factor on by proving a first code; returns the recovery codes, once."""
    step = _matching_step(secret, code, by.at)
    if step is None:
        raise RuleError(_("This code is not right. Check the phone's clock."), field="code")
    codes = [_recovery_code() for _number in range(RECOVERY_CODES)]
    with transaction.atomic():
        employee = by.employee
        employee.totp_secret, employee.totp_step = secret, step
        employee.save(update_fields=["totp_secret", "totp_step"])
        employee.recovery_codes.all().delete()
        RecoveryCode.objects.bulk_create(
            RecoveryCode(employee=employee, code_hash=tokens.hashed(text)) for text in codes
        )
        _write(by, "enrol_second_factor", employee)
    return codes


def use_code(*, employee: Employee, code: str, at: datetime) -> bool:
    """Whether the code lets the person in; it is used up, also against a twin at this moment."""
    clean = code.strip().replace(" ", "").lower()
    if len(clean) != 6:
        unused = RecoveryCode.objects.filter(
            employee=employee, code_hash=tokens.hashed(clean), used_at=None
        )
        return bool(employee.has_totp and unused.update(used_at=at))
    step = _matching_step(employee.totp_secret, clean, at)
    if step is None:
        return False
    # One conditional UPDATE: of eight requests with the same code one wins.
    fresh = Employee.objects.filter(
        pk=employee.pk, is_active=True, totp_secret=employee.totp_secret, totp_step__lt=step
    )
    return bool(fresh.update(totp_step=step))


def remove(*, by: Actor, employee: Employee) -> None:
    """Switch it off: the person himself, or somebody who manages people, when the phone is lost."""
    if employee != by.employee:
        check_may_manage(by, employee)
    with transaction.atomic():
        Employee.objects.filter(pk=employee.pk).update(totp_secret="")
        employee.totp_secret = ""
        employee.recovery_codes.all().delete()
        _write(by, "remove_second_factor", employee)


def _matching_step(secret: str, code: str, at: datetime) -> int | None:
    """The time step of the code, one earlier and one later allowed for clocks that differ."""
    if not secret or not code.isascii():
        return None
    maker = pyotp.TOTP(secret)
    now = maker.timecode(at)
    steps = (now - 1, now, now + 1)
    return next((s for s in steps if compare_digest(maker.generate_otp(s), code.strip())), None)


def _recovery_code() -> str:
    letters = "".join(secrets.choice(_ALPHABET) for _number in range(16))
    return "-".join(letters[start : start + 4] for start in range(0, 16, 4))


def _write(by: Actor, action: str, employee: Employee) -> None:
    audit.write(by=by, action=action, kind="employee", record_id=employee.pk, label=employee.name)
