"""Setting what the company's documents say about it."""

import re
from dataclasses import asdict, replace

from django.db import transaction
from django.utils.translation import gettext as _
from stdnum.cn import ric, uscc

from zhuixiao.kit.errors import RuleError

from .. import audit
from ..audit import Actor
from ..letterhead import SETTING, Letterhead
from ..models import Company
from ..queries.letterhead import letterhead

KIND = "letterhead"
# Tax numbers of before 2015 (15 digits or letters), and those with an identity card's number in
# them (20); they have no check digit of their own.
_OLD = re.compile(r"[0-9A-Z]{15}(?:[0-9A-Z]{5})?")


@transaction.atomic
def change(*, by: Actor, values: Letterhead) -> Letterhead:
    """Save the letterhead. Raises NotAllowed, RuleError for a mistyped tax number or no name.

    The logo is an id of a file that the caller has checked and keeps.
    """
    by.employee.access.check("accounts", "manage")
    company = Company.objects.select_for_update().get()
    values = replace(
        values,
        name=_line(values.name),
        address=_line(values.address),
        phone=_line(values.phone),
        bank=_line(values.bank),
        account=_line(values.account),
        tax_number=tax_number(values.tax_number, currency=company.currency),
        footer=values.footer.replace("\r\n", "\n").strip(),
    )
    if not values.name:
        raise RuleError(_("A name is needed."), field="name")
    changes = audit.differences(letterhead(company), asdict(values))
    if changes or SETTING not in company.settings:
        logo = str(values.logo) if values.logo else ""
        company.settings[SETTING] = {**asdict(values), "logo": logo}
        company.save(update_fields=["settings"])
        audit.write(
            by=by,
            action="change",
            kind=KIND,
            record_id=company.pk,
            label=values.name,
            changes={**changes, "logo": _ids(changes["logo"])} if "logo" in changes else changes,
        )
    return values


def tax_number(text: str, *, currency: str) -> str:
    """A tax number without blanks, in capitals. Raises RuleError for one that cannot be.

    In a company that counts in yuan it is a credit code with the right check digit (GB 32100-2015),
    an identity card's number (GB 11643-1999) or an old number; other countries have other forms.
    """
    code = "".join(text.split()).upper()
    is_possible = uscc.is_valid(code) or ric.is_valid(code) or _OLD.fullmatch(code)
    if code and currency == "CNY" and not is_possible:
        raise RuleError(
            _("This tax number has a typing error. Compare it with the business licence."),
            field="tax_number",
        )
    return code


def _line(text: str) -> str:
    return " ".join(text.split())


def _ids(logos: tuple[object, object]) -> tuple[str, str]:
    """As the log keeps them."""
    before, after = logos
    return str(before or ""), str(after or "")
