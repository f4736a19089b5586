"""The company: set up once, changed later."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zhuixiao.kit.errors import RuleError

from .. import audit, names, on_setup
from ..audit import Actor
from ..choices import DepartmentKind
from ..models import Company, Department, Employee, Role
from ..passwords import check_password_rules


class CompanyExists(RuleError):
    """This installation already has its company."""

    status = 404
    code = "company_exists"

    def __init__(self) -> None:
        super().__init__(_("This installation is set up already."))


def set_up(
    *,
    name: str,
    time_zone: str,
    boss_name: str,
    username: str,
    password: str,
    at: datetime,
) -> Employee:
    """Create the company, its head office, the built-in roles and the boss.

    Role names are stored in the language that is active. Raises CompanyExists when there is a
    company; of two callers at the same moment one wins, by the constraint on the key.
    """
    _check_zone(time_zone)
    if not name.strip():
        raise RuleError(_("A name is needed."), field="name")
    with transaction.atomic():
        try:
            with transaction.atomic():
                company = Company.objects.create(pk=1, name=name.strip(), time_zone=time_zone)
        except IntegrityError as error:
            raise CompanyExists from error
        return _first_people(company, boss_name, username, password, at)


def change(
    *,
    by: Actor,
    name: str,
    time_zone: str,
    currency: str,
    workdays: Sequence[int],
) -> Company:
    """Change the company's own settings; `workdays` are ISO weekdays, Monday is 1."""
    by.employee.access.check("accounts", "manage")
    _check_zone(time_zone)
    if not workdays or not set(workdays) <= set(range(1, 8)):
        raise RuleError(_("Choose at least one workday."), field="workdays")
    with transaction.atomic():
        company = Company.objects.select_for_update().get()
        values = {
            "name": name.strip(),
            "time_zone": time_zone,
            "currency": currency,
            "workdays": sorted(set(workdays)),
        }
        changes = audit.differences(company, values)
        if not changes:
            return company
        for field, value in values.items():
            setattr(company, field, value)
        company.save()
        Department.objects.filter(parent=None).update(name=company.name)
        audit.write(
            by=by,
            action="change",
            kind="company",
            record_id=company.pk,
            label=company.name,
            changes=changes,
        )
    return company


def _first_people(
    company: Company, boss_name: str, username: str, password: str, at: datetime
) -> Employee:
    root = Department.objects.create(name=company.name, kind=DepartmentKind.HEAD_OFFICE)
    Role.objects.bulk_create(builtin_roles())
    boss = Employee(
        username=names.username(username),
        name=boss_name.strip(),
        department=root,
        role=Role.objects.get(key="boss"),
        language=get_language() or settings.LANGUAGE_CODE,
    )
    check_password_rules(password, boss)
    boss.set_password(password)
    boss.save(force_insert=True)
    Department.objects.filter(pk=root.pk).update(head=boss)
    by = Actor(employee=boss, at=at, zone=company.zone)
    audit.write(by=by, action="set_up", kind="company", record_id=company.pk, label=company.name)
    on_setup.run(by)
    return boss


def builtin_roles() -> list[Role]:
    """The roles that every company starts with, unsaved, named in the active language."""
    ranks = [
        ("boss", _("Boss"), 100),
        ("admin", _("Administrator"), 90),
        ("manager", _("Manager"), 50),
        ("finance", _("Finance"), 20),
        ("marketing", _("Marketing"), 20),
        ("service", _("Service"), 20),
        ("sales", _("Sales"), 10),
    ]
    return [Role(key=key, name=name, rank=rank, is_builtin=True) for key, name, rank in ranks]


def _check_zone(time_zone: str) -> None:
    try:
        ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise RuleError(_("This time zone is not known."), field="time_zone") from error
