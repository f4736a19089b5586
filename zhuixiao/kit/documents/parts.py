"""What a document is filled with; `documents/base.html` says where each stands."""

from collections.abc import Sequence
from dataclasses import dataclass

# A label and what stands behind it, both in the language of the document.
Fact = tuple[object, object]


@dataclass(frozen=True)
class Party:
    """One side of the business: 甲方, its name, and facts such as address and phone."""

    role: object
    name: str
    facts: Sequence[Fact] = ()


@dataclass(frozen=True)
class Total:
    """A line below the table, its value ready to be read; one of them is the grand total."""

    label: object
    value: object
    is_grand: bool = False


@dataclass(frozen=True)
class Signature:
    """Who signs and stamps: 甲方（盖章）, and the lines to fill in by hand."""

    role: object
    name: str = ""
    fields: Sequence[object] = ()
