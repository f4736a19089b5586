"""Two edits of one opportunity: the form comes back with what the other person wrote."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from zhuixiao.accounts import labels
from zhuixiao.kit.errors import Conflict

from ..wording import OPPORTUNITY

_FIELDS = {
    "contact_id": "contact",
    "owner_id": "owner",
    "probability_bp": "probability",
    "loss_reason_id": "loss_reason",
}


def tell(form: forms.BaseForm, conflict: Conflict) -> dict[str, Any]:
    """Put theirs, in the words of the audit log, at each field; gives the context with which the
    next attempt keeps mine."""
    words = labels.kind(OPPORTUNITY).value_names
    for name, values in conflict.fields.items():
        field = _FIELDS.get(name, name)
        theirs = words.get(name, str)(values["theirs"]) if values["theirs"] else "—"
        text = _("Somebody else wrote here meanwhile: “%(theirs)s”. Save again to keep yours.")
        form.add_error(field if field in form.fields else None, text % {"theirs": theirs})
    return {"keep": list(conflict.fields), "keep_version": conflict.version}
