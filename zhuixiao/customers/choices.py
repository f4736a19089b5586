"""Fixed vocabularies of customers."""

from django.db import models
from django.utils.translation import gettext_lazy as _

# The job that makes the index of a field of the company's own.
INDEX_JOB = "customers.field_index"


class CustomerKind(models.TextChoices):
    COMPANY = "company", _("Company")
    PERSON = "person", _("Person")


class BirthdayCalendar(models.TextChoices):
    SOLAR = "solar", _("Solar calendar")
    LUNAR = "lunar", _("Lunar calendar")


class CustomFieldKind(models.TextChoices):
    TEXT = "text", _("Text")
    NUMBER = "number", _("Number")
    MONEY = "money", _("Money")
    DATE = "date", _("Date")
    SINGLE = "single", _("Single choice")
    MULTI = "multi", _("Multiple choice")
    PERSON = "person", _("Employee")
    REGION = "region", _("Region")


class OwnerReason(models.TextChoices):
    """Why an owner came or went."""

    CREATED = "created", _("Created")
    IMPORTED = "imported", _("Imported")
    ASSIGNED = "assigned", _("Assigned")
    CLAIMED = "claimed", _("Claimed")
    RELEASED = "released", _("Put into the pool")
    RECYCLED = "recycled", _("Recycled")
    TRANSFERRED = "transferred", _("Transferred")
    HANDED_OVER = "handed_over", _("Handed over")
    UNDONE = "undone", _("Undone")


class BatchState(models.TextChoices):
    DRAFT = "draft", _("Being prepared")
    CHECKED = "checked", _("Checked")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    UNDONE = "undone", _("Undone")
    FAILED = "failed", _("Failed")


class ConsentPurpose(models.TextChoices):
    """What a person agreed to."""

    CONTACT = "contact", _("To be contacted")
    MARKETING = "marketing", _("Marketing by message or mail")
    OTHER = "other", _("Something else")


class ConsentWay(models.TextChoices):
    WRITING = "writing", _("In writing")
    WECHAT = "wechat", _("By WeChat")
    PHONE = "phone", _("By phone")
    WEB = "web", _("On the web")
