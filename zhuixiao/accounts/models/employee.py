"""Employees, their groups, invitations and API tokens."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from .. import names
from ..access import Access
from ..choices import Theme


class EmployeeQuerySet(models.QuerySet["Employee"]):
    def active(self) -> "EmployeeQuerySet":
        return self.filter(is_active=True)

    def with_access(self) -> "EmployeeQuerySet":
        """With what deciding about permissions needs, in one query."""
        return self.select_related("department", "role")

    def known_to(self, reader: "Employee") -> "EmployeeQuerySet":
        """Whom this person may choose from: a dealer's people choose among themselves."""
        dealer = reader.department.dealer()
        return self.filter(department__path__startswith=dealer.path) if dealer else self

    def with_login(self, text: str) -> "Employee | None":
        """The one whom this log-in name, phone or mail address means.

        A name has a letter and no @, so that the three never mean different people.
        """
        name = names.folded(text)
        if "@" in name:
            return self.filter(email=name).first()
        if any(char.isalpha() for char in name):
            return self.filter(username=name).first()
        return self.filter(phone=names.digits(name)).first() if name else None


class EmployeeManager(BaseUserManager.from_queryset(EmployeeQuerySet)):  # type: ignore[misc]
    """Ready for Django's authentication."""

    def get_by_natural_key(self, username: str | None) -> "Employee":
        employee: Employee = self.with_access().get(username=username)
        return employee


class Employee(AbstractBaseUser):
    """A person with an account: one department, one role; the manager follows from the tree."""

    username = models.CharField(_("Log-in name"), max_length=60, unique=True)
    name = models.CharField(_("Name"), max_length=60)
    phone = models.CharField(_("Phone"), max_length=30, unique=True, null=True, blank=True)
    email = models.EmailField(_("Mail address"), unique=True, null=True, blank=True)
    title = models.CharField(_("Job title"), max_length=60, blank=True)
    department = models.ForeignKey(
        "accounts.Department", verbose_name=_("Department"), on_delete=models.PROTECT
    )
    role = models.ForeignKey("accounts.Role", verbose_name=_("Role"), on_delete=models.PROTECT)
    is_active = models.BooleanField(default=True)
    left_at = models.DateTimeField(null=True, blank=True)
    language = models.CharField(_("Language"), max_length=10, default="zh-hans")
    theme = models.CharField(_("Appearance"), max_length=8, choices=Theme, default=Theme.AUTO)
    text_size = models.CharField(_("Text size"), max_length=8, default="normal")
    totp_secret = models.CharField(max_length=64, blank=True)
    # The last time step that was used, so that a code works once.
    totp_step = models.BigIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[EmployeeManager] = EmployeeManager()
    USERNAME_FIELD = "username"

    class Meta:
        verbose_name = _("Employee")

    def __str__(self) -> str:
        return self.name

    @cached_property
    def access(self) -> Access:
        """What this person may see and do; loaded once per instance."""
        return Access(self)

    @property
    def has_totp(self) -> bool:
        return bool(self.totp_secret)

    @property
    def must_enrol(self) -> bool:
        """Whether the role asks for a second factor that this person has not set up yet."""
        return self.role.needs_totp and not self.has_totp

    def get_username(self) -> str:
        return self.username


class GroupQuerySet(models.QuerySet["Group"]):
    def known_to(self, reader: Employee) -> "GroupQuerySet":
        """The groups that this person may choose: a dealer's people those with one of them."""
        if reader.department.dealer() is None:
            return self
        return self.filter(members__in=Employee.objects.known_to(reader)).distinct()


class Group(models.Model):
    """People chosen or cleared in one click, set by the boss."""

    name = models.CharField(_("Name"), max_length=60, unique=True)
    members: "models.ManyToManyField[Employee, Any]" = models.ManyToManyField(
        Employee, verbose_name=_("Members"), related_name="groups"
    )
    position = models.PositiveIntegerField(default=0)

    objects = GroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("Group")

    def __str__(self) -> str:
        return self.name


class Invitation(models.Model):
    """A link with which a new employee, or one who lost the password, sets a password once."""

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("Invitation")


class RecoveryCode(models.Model):
    """Lets a person in once without the phone that makes the codes."""

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="recovery_codes")
    code_hash = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("Recovery code")
        constraints = [
            models.UniqueConstraint(fields=["employee", "code_hash"], name="recovery_code_once"),
        ]


class Token(models.Model):
    """An API token of an employee; only its hash is kept. `scopes` holds "module.action" names."""

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(_("Name"), max_length=60)
    token_hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("API token")

    def __str__(self) -> str:
        return self.name
