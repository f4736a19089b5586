"""Map services, and how they may be ill."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Service(models.TextChoices):
    AMAP = "amap", _("Amap")
    TENCENT = "tencent", _("Tencent Maps")
    BAIDU = "baidu", _("Baidu Maps")
    TIANDITU = "tianditu", _("Tianditu")


class Trouble(models.TextChoices):
    KEY = "key", _("The key is refused")
    QUOTA = "quota", _("The quota of the day is used up")
    SILENT = "silent", _("The service does not answer")
