"""A form field with its label, help and errors; the widgets get the classes of the shell."""

from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField

register = template.Library()

TEXT_WIDGETS = (forms.TextInput, forms.Textarea, forms.DateInput, forms.FileInput)
CHECKS = (forms.CheckboxSelectMultiple, forms.RadioSelect)


@register.inclusion_tag("kit/field.html")
def field(bound: BoundField, *, label: object = "", standard: object = "", css: str = "") -> Any:
    """Label, control, help and errors. `standard` is the entry standard shown beside the field."""
    widget = bound.field.widget
    kind = _kind(widget)
    return {
        "bound": bound,
        "label": label or bound.label,
        "kind": kind,
        "standard": standard,
        "css": css,
        "control": bound.as_widget(attrs=_attributes(bound, kind)),
        "help_id": f"{bound.auto_id}_help",
        "error_id": f"{bound.auto_id}_error",
    }


@register.inclusion_tag("kit/form_errors.html")
def form_errors(form: forms.BaseForm) -> Any:
    """The errors that belong to no single field, and those of hidden fields."""
    hidden = [error for bound in form.hidden_fields() for error in bound.errors]
    return {"errors": [*form.non_field_errors(), *hidden]}


def _kind(widget: forms.Widget) -> str:
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    if isinstance(widget, CHECKS):
        return "checks"
    return "select" if isinstance(widget, forms.Select) else "text"


def _attributes(bound: BoundField, kind: str) -> dict[str, str | bool]:
    css = {"check": "form-check-input", "select": "form-select", "text": "form-control"}.get(kind)
    given = bound.field.widget.attrs
    attributes: dict[str, str | bool] = (
        {"class": f"{css} {given.get('class', '')}".strip()} if css else {}
    )
    described = [f"{bound.auto_id}_help"] if bound.help_text else []
    if bound.errors:
        attributes["aria-invalid"] = "true"
        described.append(f"{bound.auto_id}_error")
    if described:
        attributes["aria-describedby"] = " ".join(described)
    return attributes
