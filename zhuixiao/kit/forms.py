"""A rule's no, shown at the field of the form that it is about."""

from django import forms

from .errors import Invalid, RuleError


def add_rule_error(form: forms.BaseForm, error: RuleError) -> None:
    """Put the message at its field, or above the form when it has no such field."""
    errors = error.errors if isinstance(error, Invalid) else {error.field: error.message}
    for name, message in errors.items():
        form.add_error(name if name in form.fields else None, str(message))
