"""The names under which the product takes values from requests, read from its own source."""

import re
from pathlib import Path

from django import forms
from django.apps import apps

import zhuixiao
from zhuixiao.customers.fields import STANDARD

PACKAGE = Path(zhuixiao.__file__).parent
_ASKED = r'request\.{0}(?:\.get|\.getlist)?[\[(]"([\w-]+)"'


def asked_by(method: str) -> list[str]:
    """Every name that any view reads of `request.GET` or `request.POST`."""
    pattern = re.compile(_ASKED.format(method))
    found = {
        name
        for path in PACKAGE.rglob("*.py")
        for name in pattern.findall(path.read_text(encoding="utf-8"))
    }
    return sorted(found)


def of_forms() -> list[str]:
    """Every field of every form of the product."""
    assert apps.ready
    # The form of a customer is made of the catalogue of columns.
    found = {field.key for field in STANDARD}
    classes = [forms.BaseForm]
    while classes:
        one = classes.pop()
        classes += one.__subclasses__()
        if one.__module__.startswith("zhuixiao."):
            found |= set(getattr(one, "base_fields", {}))
    return sorted(found)
