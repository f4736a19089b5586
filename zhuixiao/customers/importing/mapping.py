"""Which column means what: remembered, else guessed from the header and from the values."""

import re
from collections.abc import Iterable, Mapping, Sequence

from zhuixiao.kit.sheets import Cell
from zhuixiao.kit.text.normal import fold
from zhuixiao.kit.text.phones import normal_phone

from ..models import ImportMapping
from .synonyms import WORDS
from .targets import Target

Columns = dict[int, str]

_BY_WORD = {fold(word): key for key, words in WORDS.items() for word in words}
_BRACKETS = re.compile(r"[(\[【（].*?[)\]】）]|[*＊:：◆★]")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.\w+")
# Names that the header finder may take as a sign that a row is a header.
KNOWN_WORDS = frozenset(_BY_WORD)


def guess(
    names: Sequence[str], samples: Sequence[Sequence[Cell]], targets: Iterable[Target]
) -> Columns:
    """Column index -> target key, as far as header words, custom labels or values tell."""
    known = {target.key: target for target in targets}
    labels = {fold(str(target.label)): key for key, target in known.items()}
    columns: Columns = {}
    taken: set[str] = set()

    def take(column: int, key: str | None) -> None:
        if key in known and (key not in taken or known[key].takes_many):
            columns[column] = key
            taken.add(key)

    for column, name in enumerate(names):
        take(column, _by_name(name, labels))
    for column in range(len(names)):
        if column not in columns:
            take(column, _by_values([row[column] for row in samples if column < len(row)]))
    if "name" not in taken and len(names) == 1:
        take(0, "name")
    return _settled(columns, known)


def remembered(shape: str, targets: Iterable[Target]) -> Columns:
    """The mapping used last for a file of this shape, as far as the targets still exist."""
    row = ImportMapping.objects.filter(shape=shape).first()
    return cleaned(row.mapping, targets) if row else {}


def remember(shape: str, columns: Mapping[int, str]) -> None:
    """Keep a mapping for the next file of this shape."""
    ImportMapping.objects.update_or_create(
        shape=shape, defaults={"mapping": {str(index): key for index, key in columns.items()}}
    )


def indexes(mapping: Mapping[str, str]) -> Columns:
    """A stored mapping with its columns as numbers."""
    return {int(index): key for index, key in mapping.items()}


def cleaned(mapping: Mapping[str, str], targets: Iterable[Target]) -> Columns:
    """A stored mapping with what no longer exists left out."""
    known = {target.key for target in targets}
    return {int(index): key for index, key in mapping.items() if key in known}


def _by_name(name: str, labels: Mapping[str, str]) -> str | None:
    """A header in its own words, without brackets and marks, or its last part (联系人 / 电话)."""
    whole = fold(name)
    bare = fold(_BRACKETS.sub("", name))
    group, _slash, last = bare.rpartition(" / ")
    for text in (whole, bare):
        if key := labels.get(text) or _BY_WORD.get(text):
            return key
    key = labels.get(last) or _BY_WORD.get(last)
    is_contact = _BY_WORD.get(group) == "contact.name"
    return (
        {"phone": "contact.phone", "name": "contact.name"}.get(key or "", key)
        if is_contact
        else key
    )


def _by_values(values: Sequence[Cell]) -> str | None:
    """A column without a telling header: mail addresses and phones show what they are."""
    texts = [str(value).strip() for value in values if value not in (None, "")]
    if len(texts) < 2:
        return None
    if all(_MAIL.fullmatch(text) for text in texts):
        return "contact.email"
    return "phone" if all(normal_phone(text) for text in texts) else None


def _settled(columns: Columns, known: Mapping[str, Target]) -> Columns:
    """Without a contact, a mobile belongs to the customer, and so does a mail address; a file of
    people has contacts only: each is a customer."""
    keys = set(columns.values())
    if "contact.name" in keys and "name" not in keys:
        return columns
    if "contact.name" not in keys:
        moves = {"contact.phone": "phone", "contact.email": "email"}
        free = {key for key in moves.values() if key in known}
        for column, key in list(columns.items()):
            target = moves.get(key)
            if target in free and (target not in keys or known[target].takes_many):
                columns[column] = target
                keys.add(target)
    return columns
