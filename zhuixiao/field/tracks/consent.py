"""What a person agrees to before positions are kept.

行踪轨迹 is sensitive personal information (PIPL art. 28 and 29): it needs a consent of its own to a
stated purpose, which can be taken back (art. 15).
"""

from django.utils.translation import gettext as _

from zhuixiao.accounts.models import Company

from ..choices.tracks import Kept
from .preferences import Preferences

# Of the text below. A change of what people agree to needs a new number: everybody is then asked
# again before the track can be turned on.
VERSION = 1


def text(company: Company, held: Preferences) -> list[str]:
    """The paragraphs, with what the company has set."""
    when = {
        Kept.HOURS: _("Only positions of working days between %(starts)s and %(ends)s are kept."),
        Kept.WORKDAYS: _("Only positions of working days are kept, at any hour."),
        Kept.ALWAYS: _("Positions of all days and hours are kept."),
    }[Kept(held.kept)]
    values = {
        "company": company.name,
        "starts": held.starts,
        "ends": held.ends,
        "days": held.keep_days,
    }
    paragraphs = (
        _(
            "%(company)s keeps your positions while you have the track on, to show your way between"
            " customers, to count the kilometres and to prove visits. Nothing else is done with"
            " them, and nobody outside the company gets them."
        ),
        when,
        _(
            "You turn the track on and off yourself. While it is off, what your phone sends is"
            " thrown away."
        ),
        _(
            "Below you always see who can look at your track, and who did when. After %(days)d days"
            " positions are deleted; the kilometres of a day stay."
        ),
        _("You can take this consent back at any time; work without the track goes on as before."),
    )
    return [paragraph % values for paragraph in paragraphs]
