"""Fixed vocabularies of notices."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Chat(models.TextChoices):
    WECOM = "wecom", _("WeCom")
    DINGTALK = "dingtalk", _("DingTalk")
    FEISHU = "feishu", _("Feishu")


class Channel(models.TextChoices):
    MAIL = "mail", pgettext_lazy("channel", "Mail")
    ROBOT = "robot", _("Group robot")
    NOTICE = "notice", _("Notice in the product")


class DeliveryState(models.TextChoices):
    WAITING = "waiting", _("On its way")
    SENT = "sent", _("Sent")
    EMPTY = "empty", _("Nothing to tell")
    FAILED = "failed", _("Not sent")
