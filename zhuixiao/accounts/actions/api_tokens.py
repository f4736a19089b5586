"""API tokens: a part of the person's own rights, shown once, revoked at any time."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhuixiao.kit.errors import NotAllowed, RuleError

from .. import audit, permissions, tokens
from ..audit import Actor
from ..models import Token
from .ranks import check_may_manage


def create(
    *, by: Actor, name: str, scopes: Collection[str], expires_at: datetime | None
) -> tuple[Token, str]:
    """A new token and its secret, which is never shown again; `scopes` are "module.action"."""
    if not name.strip():
        raise RuleError(_("A name is needed."), field="name")
    if not scopes:
        raise RuleError(_("Choose at least one right."), field="scopes")
    if expires_at is not None and expires_at <= by.at:
        raise RuleError(_("The expiry lies in the past."), field="expires_at")
    own = set(grantable(by))
    if not set(scopes) <= own:
        raise NotAllowed(_("A token cannot do more than you."))
    secret, kept = tokens.fresh()
    with transaction.atomic():
        token = Token.objects.create(
            employee=by.employee,
            name=name.strip(),
            token_hash=kept,
            scopes=sorted(scopes),
            expires_at=expires_at,
        )
        _write(by, "create", token)
    return token, secret


def revoke(*, by: Actor, token: Token) -> None:
    """End a token: an own one, or another person's by somebody who manages people."""
    if token.employee != by.employee:
        check_may_manage(by, token.employee)
    with transaction.atomic():
        if Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=by.at):
            _write(by, "revoke", token)


def grantable(by: Actor) -> list[str]:
    """The rights that the person has, as "module.action" in the order of the catalogue."""
    access = by.employee.access
    return [
        f"{module.key}.{action}"
        for module in permissions.modules()
        for action in module.actions
        if access.may(module.key, action)
    ]


def _write(by: Actor, action: str, token: Token) -> None:
    audit.write(
        by=by,
        action=action,
        kind="token",
        record_id=token.pk,
        label=token.name,
        changes={"scopes": ([], token.scopes)} if action == "create" else None,
    )
