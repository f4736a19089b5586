"""All choices of an import at once, for those who say everything in one go: API, command line."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from zhuixiao.accounts.access import Access
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.text.normal import clean

from . import columns
from .kinds import Kind
from .setup import Setup
from .source import Look


def arrange(
    kind: Kind,
    access: Access,
    look: Look,
    *,
    mapping: Mapping[str, Any] | None,
    options: Mapping[str, Any],
) -> Setup:
    """`mapping` is {header, or number of the column from 0: field}; a field may also be
    {"field": …, "values": {word of the file: what it means}}. What is not said is guessed.

    Raises RuleError.
    """
    if {"columns", "words"} & options.keys():
        raise RuleError(_("Columns and words stand in the mapping."), field="options")
    fields: dict[str, str] = {}
    words: dict[str, Mapping[str, str]] = {}
    for name, said in (mapping or {}).items():
        field, values = said, {}
        if isinstance(said, dict):
            field, values = said.get("field"), said.get("values", {})
        if not isinstance(field, str) or not _are_texts(values):
            raise RuleError(
                _('The mapping is an object like {"Header": "field"}.'), field="mapping"
            )
        fields[name] = field
        if values:
            words[field] = {clean(word): clean(text) for word, text in values.items()}
    chosen = columns.guess(kind, look.names, access)
    if mapping is not None:
        chosen = columns.named(look.names, fields)
    return Setup.of({**options, "words": words}).with_columns(chosen)


def _are_texts(values: object) -> bool:
    return isinstance(values, dict) and all(isinstance(value, str) for value in values.values())
