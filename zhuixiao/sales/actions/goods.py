"""The goods of a shipment: what goes in counts as shipped on the lines of the order."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from zhuixiao.kit.errors import Invalid

from ..models import Order, OrderLine, Shipment, ShipmentLine
from ..written import QUANTITY, plain


def fill(
    order: Order,
    shipment: Shipment,
    quantities: Mapping[int, int],
    *,
    held: Mapping[int, int] | None = None,
) -> None:
    """Put the goods in and count them as shipped; never more than is left, or was `held` in it
    before. Raises Invalid."""
    sent, held = wanted(quantities), held or {}
    lines = {row.pk: row for row in order.lines.order_by("pk")}
    errors: dict[str, object] = {}
    if not sent:
        errors["lines"] = _("Say of at least one line how much is sent.")
    for pk, quantity in sent.items():
        line = lines.get(pk)
        if line is None:
            errors["lines"] = _("One of the lines is gone. Load the page again.")
            continue
        most = max(line.left, held.get(pk, 0))
        if not 0 < quantity <= most:
            text = _("%(name)s: at most %(left)s are left to be shipped.")
            told = {"name": line.name, "left": plain(most, QUANTITY)}
            errors[f"quantity_{pk}"] = text % told
    if errors:
        raise Invalid(errors)
    ShipmentLine.objects.bulk_create(
        ShipmentLine(shipment=shipment, line=lines[pk], quantity=quantity)
        for pk, quantity in sorted(sent.items())
    )
    for pk, quantity in sent.items():
        lines[pk].shipped += quantity
    OrderLine.objects.bulk_update([lines[pk] for pk in sent], ["shipped"])


def refill(order: Order, shipment: Shipment, quantities: Mapping[int, int]) -> None:
    """Put other goods in. Raises Invalid, also where more of them came back than then were sent."""
    held = quantities_of(shipment)
    check_returned(shipment, wanted(quantities))
    empty(shipment)
    fill(order, shipment, quantities, held=held)


def check_returned(shipment: Shipment, left: Mapping[int, int]) -> None:
    """What came back must have been sent: with only so much `left` in the shipment too. Where more
    came back than was ever sent, it was never all on its way. Raises Invalid."""
    errors: dict[str, object] = {}
    for part in shipment.lines.select_related("line"):
        line = part.line
        still = line.shipped - part.quantity + left.get(line.pk, 0)
        if still < line.returned <= line.shipped:
            text = _(
                "%(name)s: %(returned)s came back already, so at least that was sent. Take the "
                "return back first."
            )
            told = {"name": line.name, "returned": plain(line.returned, QUANTITY)}
            errors[f"quantity_{line.pk}"] = text % told
    if errors:
        raise Invalid(errors)


def empty(shipment: Shipment) -> None:
    """Take the goods out: they are left to be shipped again."""
    lines = []
    for part in shipment.lines.select_related("line"):
        part.line.shipped -= part.quantity
        lines.append(part.line)
    OrderLine.objects.bulk_update(lines, ["shipped"])
    shipment.lines.all().delete()


def wanted(quantities: Mapping[int, int]) -> dict[int, int]:
    return {pk: quantity for pk, quantity in quantities.items() if quantity}


def quantities_of(shipment: Shipment) -> dict[int, int]:
    return dict(shipment.lines.values_list("line", "quantity"))


def named(quantities: Mapping[int, int]) -> list[str]:
    """As the audit log keeps them: lines may go, their names stay."""
    lines = OrderLine.objects.filter(pk__in=quantities).order_by("position")
    return [f"{row.name} × {plain(quantities[row.pk], QUANTITY)}" for row in lines]
