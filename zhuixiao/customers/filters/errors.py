"""What a filter that cannot be understood leads to."""

from django.utils.translation import gettext_lazy as _

from zhuixiao.kit.errors import RuleError


class BadFilter(RuleError):
    """The filter names an unknown field, operator or value, or is too large."""

    code = "filter"

    def __init__(self, message: object = "", *, field: str = "") -> None:
        super().__init__(message or _("This filter cannot be understood."), field=field)
