"""Where each app's pages hang."""

from django.urls import URLPattern, URLResolver, include, path

from .api import api

# Those with a beginning of their own come first, so that an address is held against few others.
urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", api.urls),
    path("field/", include("zhuixiao.field.urls")),
    path("customers/", include("zhuixiao.customers.urls")),
    path("reports/", include("zhuixiao.reports.urls")),
    path("tables/", include("zhuixiao.analytics.urls")),
    path("notices/", include("zhuixiao.notices.urls")),
    path("files/", include("zhuixiao.files.urls")),
    path("settings/", include("zhuixiao.catalog.urls")),
    path("", include("zhuixiao.kit.urls")),
    path("", include("zhuixiao.workbench.urls")),
    path("", include("zhuixiao.accounts.urls")),
    path("", include("zhuixiao.approvals.urls")),
    path("", include("zhuixiao.ledger.urls")),
    path("", include("zhuixiao.activities.urls")),
    path("", include("zhuixiao.sales.urls")),
    path("", include("zhuixiao.field.urls.root")),
]
