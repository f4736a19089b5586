"""Two edits of one record: the form comes back with what the other person wrote at each field."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from zhuixiao.accounts import labels
from zhuixiao.kit.errors import Conflict


def tell(form: forms.BaseForm, conflict: Conflict, kind: str) -> dict[str, Any]:
    """Put theirs at each field, in the words of the audit log; gives the context with which the
    next attempt keeps mine."""
    names = labels.kind(kind).value_names
    for name, values in conflict.fields.items():
        theirs = values["theirs"]
        word = names[name](theirs) if theirs and name in names else theirs
        text = _("Somebody else wrote here meanwhile: “%(theirs)s”. Save again to keep yours.")
        field = name.removesuffix("_id")
        form.add_error(field if field in form.fields else None, text % {"theirs": word or "—"})
    if not conflict.fields:
        form.add_error(None, str(conflict.message))
    return {"keep": list(conflict.fields), "keep_version": conflict.version}
