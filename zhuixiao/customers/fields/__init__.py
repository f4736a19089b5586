"""The catalogue of a customer's columns: the one table, forms, filters, import, export and the API
read it, so a field has one label, one kind and one permission everywhere."""

from .catalogue import (
    add,
    all_fields,
    custom,
    visible_fields,
    writable_fields,
)
from .kinds import REACH, Added, Field, Kind
from .standard import STANDARD

__all__ = [
    "REACH",
    "STANDARD",
    "Added",
    "Field",
    "Kind",
    "add",
    "all_fields",
    "custom",
    "visible_fields",
    "writable_fields",
]
