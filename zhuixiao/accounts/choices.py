"""Fixed vocabularies of the organisation."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DepartmentKind(models.TextChoices):
    HEAD_OFFICE = "head_office", _("Head office")
    DEPARTMENT = "department", _("Department")
    BRANCH = "branch", _("Branch")
    OFFICE = "office", _("Office")
    AGENT = "agent", _("Agent")
    FRANCHISE = "franchise", _("Franchise")


# Units of others: their people know nobody of the company but themselves.
DEALERS = frozenset({DepartmentKind.AGENT, DepartmentKind.FRANCHISE})
# Whoever works in one of these, whatever the role, sees no further than it and what is below it.
WALLED = DEALERS | {DepartmentKind.BRANCH}


class DataScope(models.TextChoices):
    """Whose records a role sees, from narrow to wide."""

    OWN = "own", _("Own")
    DEPARTMENT = "department", _("Own department")
    SUBTREE = "subtree", _("Own department and below")
    ALL = "all", _("Whole company")


class FieldAccess(models.TextChoices):
    """What a role sees of a sensitive field."""

    HIDDEN = "hidden", _("Hidden")
    MASKED = "masked", _("Masked")
    READ = "read", _("Read")
    WRITE = "write", _("Read and write")


class Theme(models.TextChoices):
    AUTO = "auto", _("Like the device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class TextSize(models.TextChoices):
    SMALL = "small", _("Small")
    NORMAL = "normal", _("Normal")
    LARGE = "large", _("Large")
    HUGE = "huge", _("Very large")


class Via(models.TextChoices):
    """Through which door a change came."""

    PAGE = "page", _("Web page")
    API = "api", _("API")
    IMPORT = "import", _("Import")
    JOB = "job", _("Background job")
    COMMAND = "command", _("Command line")


class Right(models.TextChoices):
    """How far a record is open to a person: `HOLD` is what the own data scope gives, the other two
    also come from being let in as a collaborator."""

    READ = "read", _("Read")
    WORK = "work", _("Work on it")
    HOLD = "hold", _("Decide about it")
