"""Noting what a person agreed to, or took back."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.kit.errors import Invalid, RuleError
from zhuixiao.kit.text.normal import clean

from ..choices import ConsentPurpose, ConsentWay
from ..models import Consent
from ..persons import Person
from ..queries.collaborators import check_right

LENGTH = 200


@dataclass(frozen=True)
class Said:
    """What the person said, how, and on which day; `about` says what "something else" is."""

    purpose: str
    is_given: bool
    way: str
    on: date
    about: str = ""


@transaction.atomic
def note(*, by: Actor, person: Person, said: Said) -> Consent:
    """Add a note; earlier ones stay. Raises NotAllowed, Invalid, RuleError for a company."""
    by.employee.access.check("customers", "edit")
    check_right(by.employee, person.customer.pk)
    check_is_person(person)
    about = _checked(said, by)
    row = Consent.objects.create(
        contact=person.contact,
        customer=None if person.contact else person.customer,
        purpose=said.purpose,
        about=about,
        is_given=said.is_given,
        way=said.way,
        on=said.on,
        noted_by=by.employee,
        noted_at=by.at,
    )
    audit.write(
        by=by,
        action="consent",
        kind=person.kind,
        record_id=person.record.pk,
        label=person.record.name,
        changes={
            "consent_purpose": (None, said.purpose),
            "consent_given": (None, said.is_given),
            "consent_way": (None, said.way),
            "consent_on": (None, said.on),
            "consent_about": (None, about),
        },
        version=person.record.version,
    )
    return row


def check_is_person(person: Person) -> None:
    """Raises RuleError for a customer that is a company."""
    if not person.is_person:
        raise RuleError(_("This customer is a company. Choose one of its contacts."))


def _checked(said: Said, by: Actor) -> str:
    """The tidied words. Raises Invalid."""
    about = clean(said.about)
    errors: dict[str, object] = {}
    if said.purpose not in ConsentPurpose.values:
        errors["purpose"] = _("Choose one of the list.")
    if said.way not in ConsentWay.values:
        errors["way"] = _("Choose one of the list.")
    if said.on > by.today:
        errors["on"] = _("Choose today or an earlier day.")
    if len(about) > LENGTH:
        errors["about"] = _("At most %(limit)d characters.") % {"limit": LENGTH}
    if said.purpose == ConsentPurpose.OTHER and not about:
        errors["about"] = _("Say what the consent is for.")
    if errors:
        raise Invalid(errors)
    return about
