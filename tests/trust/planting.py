"""Views with a defect on purpose, hung beside the product's own."""

from typing import Any

from django.urls import include, path

from zhuixiao.config.urls import urlpatterns


class _Conf:
    """What Django takes for a URL configuration."""

    def __init__(self, place: str, view: Any) -> None:
        self.urlpatterns = [path(place, view if callable(view) else include(view)), *urlpatterns]


def planted(view: Any, *, place: str = "planted/") -> Any:
    """For settings.ROOT_URLCONF: the view at `place`, everything else as it is."""
    return _Conf(place, view)
