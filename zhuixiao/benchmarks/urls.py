"""The product's addresses and, while a benchmark runs, the empty page that is its unit."""

from django.urls import URLPattern, URLResolver, include, path

from . import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("zhuixiao.config.urls")),
    path("benchmarks/empty/", views.empty, name="benchmark-empty"),
]
