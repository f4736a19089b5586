"""The goods of a shipment: what goes in counts as shipped on the lines of the order."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from zhuixiao.kit.errors import Invalid

from ..models import Order, OrderLine, Shipment, ShipmentLine


def fill(order: Order, shipment: Shipment, quantities: Mapping[int, int]) -> None:
    """Put the goods in and count them as shipped; never more than is left. Raises Invalid."""
    sent = wanted(quantities)
    lines = {row.pk: row for row in order.lines.order_by("pk")}
    errors: dict[str, object] = {}
    if not sent:
        errors["lines"] = _("Say of at least one line how much is sent.")
    for pk, quantity in sent.items():
        line = lines.get(pk)
        if line is None:
            errors["lines"] = _("One of the lines is gone. Load the page again.")
        elif not 0 < quantity <= line.left:
            text = _("%(name)s: at most %(left)s are left to be shipped.")
            left = f"{line.left / 1000:g}"
            errors[f"quantity_{pk}"] = text % {"name": line.name, "left": left}
    if errors:
        raise Invalid(errors)
    ShipmentLine.objects.bulk_create(
        ShipmentLine(shipment=shipment, line=lines[pk], quantity=quantity)
        for pk, quantity in sorted(sent.items())
    )
    for pk, quantity in sent.items():
        lines[pk].shipped += quantity
    OrderLine.objects.bulk_update([lines[pk] for pk in sent], ["shipped"])


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
    return [f"{row.name} × {quantities[row.pk] / 1000:g}" for row in lines]
