"""Names of columns: joined from two rows, made unique, and hashed to remember a file's shape."""

from collections.abc import Sequence
from hashlib import sha256

from django.utils.translation import gettext as _

from zhuixiao.kit.sheets.cells import Cell
from zhuixiao.kit.sheets.looks import Look, look_of
from zhuixiao.kit.text.normal import clean, fold


def joined_names(upper: Sequence[Cell], lower: Sequence[Cell]) -> list[str] | None:
    """One name a column where two rows together are a header, None where they are not.

    They are when groups in the upper row (a merged cell is a value and then empty ones) have
    their names in the lower row, and other columns are named in one of them:

        公司 | 联系人 |      | 地址
             | 姓名   | 电话 |          -> 公司, 联系人 / 姓名, 联系人 / 电话, 地址
    """
    width = max(len(upper), len(lower))
    above, under = _texts(upper, width), _texts(lower, width)
    if above is None or under is None:
        return None
    # One cell over a whole row of names is a title.
    if sum(map(bool, above)) < 2 or not any(u and not a for a, u in zip(above, under, strict=True)):
        return None
    if all(under) and len(set(map(fold, under))) == width:
        return None
    names: list[str] = []
    group = ""
    for column, (top, bottom) in enumerate(zip(above, under, strict=True)):
        spans = column + 1 < width and not above[column + 1] and bool(under[column + 1])
        if top:
            group = top if spans or bottom else ""
            if bottom and not spans:
                return None
        elif not bottom:
            group = ""
        names.append(f"{group} / {bottom}" if group and bottom else top or bottom)
    return names


def unique_names(names: Sequence[str]) -> list[str]:
    """The same names, empty ones numbered by column, repeated ones counted: 电话, 电话 2."""
    taken: set[str] = set()
    result: list[str] = []
    for number, name in enumerate(names, start=1):
        base = name or _("Column %(n)s") % {"n": number}
        unique, copy = base, 1
        while fold(unique) in taken:
            copy += 1
            unique = f"{base} {copy}"
        taken.add(fold(unique))
        result.append(unique)
    return result


def shape_key(names: Sequence[str]) -> str:
    """A short stable hash of the folded names in their order, to remember a mapping by."""
    joined = "\x1f".join(fold(name) for name in names)
    return sha256(joined.encode("utf-8", "replace")).hexdigest()[:16]


def _texts(row: Sequence[Cell], width: int) -> list[str] | None:
    """The row as texts, None when a cell holds data."""
    if any(look_of(cell) not in (Look.EMPTY, Look.NAME, Look.YEAR) for cell in row):
        return None
    texts = [clean(str(cell)) if cell is not None else "" for cell in row]
    return [*texts, *[""] * (width - len(texts))]
