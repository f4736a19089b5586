"""Pages of opportunities."""

from django.urls import URLPattern, path

from ..views import (
    opportunity_board,
    opportunity_forms,
    opportunity_list,
    opportunity_page,
    opportunity_stage,
    stages,
)

urlpatterns: list[URLPattern] = [
    path("opportunities/", opportunity_board.board, name="opportunities"),
    path("opportunities/columns/<int:stage>/", opportunity_board.column, name="opportunity-column"),
    path("opportunities/list/", opportunity_list.index, name="opportunity-list"),
    path("opportunities/forecast/", opportunity_list.forecast, name="forecast"),
    path("opportunities/new/", opportunity_forms.new, name="opportunity-new"),
    path("opportunities/products/", opportunity_forms.products, name="opportunity-products"),
    path("opportunities/line/", opportunity_forms.row, name="opportunity-line"),
    path("opportunities/<int:pk>/", opportunity_page.detail, name="opportunity"),
    path("opportunities/<int:pk>/edit/", opportunity_forms.edit, name="opportunity-edit"),
    path("opportunities/<int:pk>/stage/", opportunity_stage.stage, name="opportunity-stage"),
    path("opportunities/<int:pk>/removal/", opportunity_stage.removal, name="opportunity-removal"),
    path(
        "opportunities/<int:pk>/restoration/",
        opportunity_stage.restoration,
        name="opportunity-restoration",
    ),
    path(
        "customers/<int:customer_id>/opportunities/",
        opportunity_page.of_customer,
        name="customer-opportunities",
    ),
    path("settings/opportunities/", stages.index, name="stages"),
    path("settings/opportunities/<int:pk>/", stages.rule, name="stage-rule"),
]
