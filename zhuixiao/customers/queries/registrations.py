"""Reports of agents: which protect, for how long, and what the boss reads of two."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.models import Company, Employee
from zhuixiao.approvals.subjects import Lines

from ..models import Customer, Registration, RegistrationQuerySet

SETTING = "customers.registration_days"
DEFAULT_DAYS = 90


def days(company: Company) -> int:
    """For how many days a report protects."""
    return int(company.settings.get(SETTING, DEFAULT_DAYS))


def in_force(customer: Customer, day: date) -> Registration | None:
    """The report that protects a customer on a day."""
    return Registration.objects.in_force(day).filter(customer=customer).first()


def listed(reader: Employee) -> RegistrationQuerySet:
    """Those that the reader may see, the newest first."""
    rows = Registration.objects.visible_to(reader)
    return rows.select_related("employee", "department", "request", "customer").order_by(
        "-reported_at", "-pk"
    )


def lines(payload: Mapping[str, Any], reader: Employee) -> Lines:
    """Both sides, as the boss needs them to decide; who may not see the customer reads only whose
    it is."""
    rows = Registration.objects.select_related(
        "customer__owner", "customer__pool", "customer__department"
    )
    row = rows.filter(pk=payload["registration"]).first()
    if row is None:
        return [(_("Customer"), _("deleted meanwhile"))]
    customer = row.customer
    told: list[tuple[Any, object]] = [
        (_("Reported as"), row.name),
        (_("Project"), row.note or "—"),
        (_("Owner"), str(customer.owner or customer.pool or customer.department or "—")),
    ]
    seen = Customer.objects.visible_to(reader)
    others = seen.filter(pk__in=payload.get("others", ())).select_related("owner").order_by("pk")
    if others:
        names = [f"{one.name} ({one.owner or '—'})" for one in others]
        told.append((_("Also like it"), gettext(", ").join(names)))
    if not seen.filter(pk=customer.pk).exists():
        return told
    held = Registration.objects.filter(customer=customer, until__isnull=False, ended_at=None)
    last = held.select_related("employee").first()
    contact = customer.last_contact_at
    return [
        *told,
        (_("The company has"), customer.name),
        (_("Contact number"), customer.contact_count),
        (_("Last contact"), timezone.localtime(contact).date() if contact else "—"),
        (_("Won"), _("yes") if customer.is_won else _("no")),
        (_("Reported before by"), f"{last.employee.name} → {last.until}" if last else "—"),
    ]
