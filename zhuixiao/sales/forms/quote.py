"""The form of a quote: new, or a draft."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..actions.lines import NewLine
from ..actions.quote_values import NewQuote
from .paper import PaperForm, day, plain

_DAYS = ("quoted_on", "valid_until")


class QuoteForm(PaperForm):
    """Shape only: the actions know the rules. `customer` is the one that the form is about."""

    SHOWN = (*PaperForm.SHOWN, *_DAYS)

    number = plain(
        pgettext_lazy("document", "Number"), 40, help_text=_("Empty: the next of the series.")
    )
    quoted_on = day(_("Quoted on"), required=True)
    valid_until = day(_("Valid until"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["terms"].help_text = _("One a line; the document numbers them.")
        self.fields["note"].help_text = _("For colleagues only: it stands on no document.")
        for name in ("terms", "note"):
            self.fields[name].widget.attrs["rows"] = 5

    def new_quote(self, lines: list[NewLine]) -> NewQuote:
        """What was typed, for the action."""
        days = {name: self.cleaned_data[name] for name in _DAYS}
        return NewQuote(lines=lines, **days, **self.values())
