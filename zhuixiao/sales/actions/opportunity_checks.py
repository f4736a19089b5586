"""Checks of single fields of an opportunity: each puts what is wrong into `errors` by field."""

from collections.abc import Collection, Sequence
from datetime import date

from django.utils.translation import gettext as _

from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option
from zhuixiao.customers.models import Contact, Customer
from zhuixiao.kit.money import LARGEST

from ..models import Opportunity
from ..queries.stages import Stage

MOST_COMPETITORS = 20
_EARLIEST, _LATEST = date(2000, 1, 1), date(2100, 1, 1)


def contact(
    customer: Customer, pk: int | None, before: Opportunity | None, errors: dict[str, object]
) -> int | None:
    """The contact, if it is one of the customer's."""
    if not pk:
        return None
    found = Contact.objects.filter(pk=pk, customer=customer).first()
    is_held = before is not None and before.contact_id == pk
    if found is None or (found.deleted_at is not None and not is_held):
        errors["contact"] = _("Choose a contact of this customer.")
    return pk


def typed_amount(amount: int, errors: dict[str, object]) -> int:
    if not 0 <= amount <= LARGEST:
        errors["amount"] = _("The amount must not be negative or above a hundred billion.")
    return amount


def probability(basis_points: int | None, stage: Stage, errors: dict[str, object]) -> int:
    """What was said of it; of a closed one there is nothing to say."""
    if basis_points is None or not stage.is_open:
        return stage.probability_bp
    if not 0 <= basis_points <= 10_000:
        errors["probability"] = _("A probability lies between 0 and 100 percent.")
    return basis_points


def day(name: str, value: date | None, errors: dict[str, object]) -> date | None:
    if value is not None and not _EARLIEST <= value < _LATEST:
        errors[name] = _("This date is too far away. Check the year.")
    return value


def loss_reason(
    pk: int | None, stage: Stage, before: Opportunity | None, errors: dict[str, object]
) -> int | None:
    """Only what is lost has one."""
    if not pk or not stage.is_lost:
        return None
    held = before.loss_reason_id if before else None
    if not _options(PickList.LOSS_REASON, [pk], [held] if held else ()):
        errors["loss_reason"] = _("Choose one of the list.")
    return pk


def competitors(
    ids: Sequence[int], before: Opportunity | None, errors: dict[str, object]
) -> list[int]:
    wanted = sorted(set(ids))
    held = before.competitors.values_list("pk", flat=True) if before and wanted else ()
    if len(wanted) > MOST_COMPETITORS or len(
        _options(PickList.COMPETITOR, wanted, held) if wanted else ()
    ) != len(wanted):
        errors["competitors"] = _("Choose one of the list.")
    return wanted


def _options(pick_list: PickList, ids: Collection[int], held: Collection[int]) -> list[Option]:
    rows = Option.objects.of(pick_list).filter(pk__in=ids)
    kept = set(held)
    return [row for row in rows if row.retired_at is None or row.pk in kept]
