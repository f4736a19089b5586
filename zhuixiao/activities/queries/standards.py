"""What to write into which field of an action record (录入标准): built in, or the boss's words."""

from django.utils.translation import gettext_lazy as _

from ..choices import StandardField
from ..models import EntryStandard

BUILT_IN = {
    StandardField.SUBJECT: _("The central idea of this follow-up, in one sentence."),
    StandardField.TYPE: _("Choose truthfully what really took place."),
    StandardField.DATE: _("The day of the follow-up with the customer."),
    StandardField.EXECUTORS: _("You may tick yourself or leave it; nobody ticked means you."),
    StandardField.DESCRIPTION: _(
        "Chats (QQ, WeChat, Wangwang, MSN) must be pasted or uploaded. "
        "For everything else the key points are enough."
    ),
}


def standards() -> dict[str, str]:
    """The text beside each field; an emptied one is shown nowhere."""
    edited = dict(EntryStandard.objects.values_list("field", "text"))
    return {field: edited.get(field, str(text)) for field, text in BUILT_IN.items()}
