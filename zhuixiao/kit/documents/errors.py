"""What may keep a document from becoming a PDF."""

from django.utils.translation import gettext_lazy as _

from ..errors import RuleError


class NotAvailable(RuleError):
    """This computer lacks pango, the system library that WeasyPrint draws with."""

    status = 503
    code = "no_pdf"

    def __init__(self) -> None:
        super().__init__(
            _(
                "This server cannot make PDF files yet. Open the print page and choose "
                "“Save as PDF” there, or ask your administrator to install pango."
            )
        )


class TooLong(RuleError):
    """The document has more pages or text than one may have."""

    code = "too_long"

    def __init__(self) -> None:
        super().__init__(_("This document is too long for a PDF. Split it."))
