"""Where each app's pages hang."""

from django.urls import URLPattern, URLResolver, include, path

from .api import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("zhuixiao.kit.urls")),
    path("", include("zhuixiao.workbench.urls")),
    path("", include("zhuixiao.accounts.urls")),
    path("files/", include("zhuixiao.files.urls")),
    path("", include("zhuixiao.approvals.urls")),
    path("notices/", include("zhuixiao.notices.urls")),
    path("", include("zhuixiao.ledger.urls")),
    path("settings/", include("zhuixiao.catalog.urls")),
    path("customers/", include("zhuixiao.customers.urls")),
    path("", include("zhuixiao.activities.urls")),
    path("", include("zhuixiao.sales.urls")),
    path("", include("zhuixiao.field.urls.root")),
    path("field/", include("zhuixiao.field.urls")),
    path("reports/", include("zhuixiao.reports.urls")),
    path("tables/", include("zhuixiao.analytics.urls")),
    path("api/v1/", api.urls),
]
