"""What the ids of the catalogue are called in the ledger's figures."""

from collections.abc import Mapping, Sequence

from zhuixiao.accounts.models import Employee
from zhuixiao.ledger import names
from zhuixiao.ledger.catalogue import Dimension

from .models import Channel, Option, Product, Region


def register() -> None:
    """Called once, in AppConfig.ready()."""
    names.register(Dimension.CHANNEL, _channels)
    names.register(Dimension.PRODUCT, _products)
    names.register(Dimension.REGION, _regions)
    names.register(Dimension.OPTION, _options)


def _channels(_reader: Employee, ids: Sequence[int]) -> Mapping[int, str]:
    return dict(Channel.objects.filter(pk__in=ids).values_list("pk", "name"))


def _products(_reader: Employee, ids: Sequence[int]) -> Mapping[int, str]:
    return dict(Product.objects.filter(pk__in=ids).values_list("pk", "name"))


def _regions(_reader: Employee, ids: Sequence[int]) -> Mapping[int, str]:
    return dict(Region.objects.filter(pk__in=ids).values_list("pk", "full_name"))


def _options(_reader: Employee, ids: Sequence[int]) -> Mapping[int, str]:
    return dict(Option.objects.filter(pk__in=ids).values_list("pk", "name"))
