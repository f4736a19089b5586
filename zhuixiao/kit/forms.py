"""What forms need beyond Django: a rule's no at its field, choices of many by safe ids."""

from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet

from .errors import Invalid, RuleError
from .typed import whole

Row = TypeVar("Row", bound=Model)


class ManyField(forms.ModelMultipleChoiceField[Row]):
    """As Django's, but an id beyond what the database can hold is a wrong choice, no breakdown."""

    def clean(self, value: Any) -> QuerySet[Row]:
        for pk in value or ():
            if whole(pk) is None:
                raise ValidationError(
                    self.error_messages["invalid_pk_value"],
                    code="invalid_pk_value",
                    params={"pk": str(pk)[:20]},
                )
        return super().clean(value)


def add_rule_error(form: forms.BaseForm, error: RuleError) -> None:
    """Put the message at its field, or above the form when it has no such field."""
    errors = error.errors if isinstance(error, Invalid) else {error.field: error.message}
    for name, message in errors.items():
        form.add_error(name if name in form.fields else None, str(message))
