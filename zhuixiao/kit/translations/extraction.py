"""Which messages the code and the templates use, and where Chinese stands that should not."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation.template import templatize

CHINESE = re.compile(r"[\u4e00-\u9fff]")
# Tables of words (family names, headers of imported files) say so in a comment, with the reason;
# one in a package's __init__.py covers the package.
ON_PURPOSE = "Chinese on purpose"
# Per function the places of context, message and plural among its arguments.
FUNCTIONS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), (None, 0, None)),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (None, 0, 1)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), (0, 1, None)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), (0, 1, 2)),
}
STRING = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
# What Django makes of a template: calls of these functions amid filler.
CALL = re.compile(rf"\b(_|n?p?gettext)\(({STRING}(?:, *{STRING})*)")


@dataclass(frozen=True)
class Message:
    """A message with its context and the file that uses it."""

    context: str
    text: str
    file: Path
    line: int


def of_python(path: Path) -> Iterator[Message]:
    """Messages of a Python file: calls with literal strings."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else None
        name = node.func.id if isinstance(node.func, ast.Name) else name
        strings: list[object] = [
            argument.value if isinstance(argument, ast.Constant) else None for argument in node.args
        ]
        yield from _message(name or "", strings, path, node.lineno)


def of_template(path: Path) -> Iterator[Message]:
    """Messages of a template: translate, blocktranslate and _("…") in tags."""
    source = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    for call in CALL.finditer(source):
        strings: list[object] = [ast.literal_eval(text) for text in re.findall(STRING, call[2])]
        yield from _message(call[1], strings, path, source.count("\n", 0, call.start()) + 1)


def _message(name: str, strings: list[object], path: Path, line: int) -> Iterator[Message]:
    if name not in FUNCTIONS:
        return
    context, text, _plural = FUNCTIONS[name]
    if len(strings) > text and isinstance(strings[text], str) and strings[text]:
        given = strings[context] if context is not None else ""
        yield Message(str(given), str(strings[text]), path, line)


def chinese(path: Path) -> Iterator[int]:
    """Lines with Chinese characters outside of comments and docstrings."""
    source = path.read_text(encoding="utf-8")
    if not CHINESE.search(source) or ON_PURPOSE in source or _is_covered(path):
        return
    if path.suffix == ".py":
        yield from _chinese_strings(ast.parse(source))
        return
    plain = re.sub(r"\{#.*?#\}|^\s*//.*?$|/\*.*?\*/", "", source, flags=re.DOTALL | re.MULTILINE)
    for number, line in enumerate(plain.splitlines(), start=1):
        if CHINESE.search(line):
            yield number


def _is_covered(path: Path) -> bool:
    marker = path.parent / "__init__.py"
    return marker.exists() and ON_PURPOSE in marker.read_text(encoding="utf-8")


def _chinese_strings(tree: ast.Module) -> Iterator[int]:
    # A string that is a statement of its own is a docstring or a comment.
    loose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_text and id(node) not in loose and CHINESE.search(node.value):  # type: ignore[attr-defined]
            yield node.lineno  # type: ignore[attr-defined]
