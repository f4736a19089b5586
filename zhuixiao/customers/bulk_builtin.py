"""The bulk actions that customers bring themselves."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.choices import Right
from zhuixiao.accounts.models import Employee

from . import bulk_forms, bulk_registry
from .actions import bulk, claiming, distributing, editing, ownership, transferring, trash
from .actions.collaborating import Terms
from .models import Customer, Pool


def register() -> None:
    """Called once, in AppConfig.ready()."""
    for action in (
        bulk_registry.BulkAction(
            key="assign",
            label=_("Assign"),
            icon="user-share",
            order=10,
            module="customers",
            action="assign",
            form=bulk_forms.AssignForm,
            apply=_assign,
            ask=transferring.ask,
        ),
        bulk_registry.BulkAction(
            key="set",
            label=_("Set a field"),
            icon="pencil",
            order=20,
            module="customers",
            action="edit",
            form=bulk_forms.SetForm,
            apply=bulk.set_fields,
        ),
        bulk_registry.BulkAction(
            key="tag",
            label=_("Tags"),
            icon="tag",
            order=30,
            module="customers",
            action="edit",
            form=bulk_forms.TagForm,
            apply=bulk.change_tags,
        ),
        bulk_registry.BulkAction(
            key="release",
            label=_("Put into the pool"),
            icon="lifebuoy",
            order=45,
            module="customers",
            action="claim",
            form=bulk_forms.ReleaseForm,
            apply=_release,
        ),
        bulk_registry.BulkAction(
            key="distribute",
            label=_("Give out by the rules"),
            icon="arrows-split",
            order=15,
            module="customers",
            action="assign",
            form=bulk_forms.NothingForm,
            apply=_distribute,
        ),
        bulk_registry.BulkAction(
            key="protect",
            label=_("Protect"),
            icon="shield-check",
            order=46,
            module="customers",
            action="assign",
            form=bulk_forms.ProtectForm,
            apply=_protect,
        ),
        bulk_registry.BulkAction(
            key="delete",
            label=_("Delete"),
            icon="trash",
            order=90,
            module="customers",
            action="delete",
            form=bulk_forms.NothingForm,
            apply=_delete,
            is_danger=True,
        ),
    ):
        bulk_registry.register(action)


def _assign(by: Actor, customers: Sequence[Customer], options: Mapping[str, Any]) -> int:
    owner = Employee.objects.get(pk=options["owner"])
    ids = [row.pk for row in customers]
    return ownership.assign(
        by=by,
        customer_ids=ids,
        owner=owner,
        with_tasks=options.get("with_tasks", False),
        former=_terms(options),
    )


def _terms(options: Mapping[str, Any]) -> Terms | None:
    """On which terms the owner until now stays; None for who leaves."""
    day = options.get("former_last_day")
    right = options.get("former")
    return Terms(Right(right), date.fromisoformat(day) if day else None) if right else None


def _release(by: Actor, customers: Sequence[Customer], options: Mapping[str, Any]) -> int:
    outcome = claiming.release(
        by=by,
        customer_ids=[row.pk for row in customers],
        pool=Pool.objects.get(pk=options["pool"]),
        note=options["note"],
    )
    return len(outcome.moved)


def _distribute(by: Actor, customers: Sequence[Customer], _options: Mapping[str, Any]) -> int:
    return distributing.distribute(by=by, customers=customers)


def _protect(by: Actor, customers: Sequence[Customer], options: Mapping[str, Any]) -> int:
    until = date.fromisoformat(options["until"]) if options["until"] else None
    held = Customer.objects.held_by(by.employee).filter(pk__in=[row.pk for row in customers])
    changes = [(row, {"protected_until": until}) for row in ownership.locked(held)]
    return len(editing.write_each(by=by, changes=changes))


def _delete(by: Actor, customers: Sequence[Customer], _options: Mapping[str, Any]) -> int:
    return trash.delete(by=by, customer_ids=[row.pk for row in customers])
