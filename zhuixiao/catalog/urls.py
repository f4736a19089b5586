"""Pages of the catalogue, below /settings/."""

from django.urls import path

from .views import (
    categories,
    channels,
    options,
    product_costs,
    product_images,
    product_tables,
    products,
    regions,
)

app_name = "catalog"
urlpatterns = [
    path("lists/", options.lists, name="lists"),
    path("lists/<slug:pick_list>/", options.index, name="options"),
    path("lists/<slug:pick_list>/order/", options.order, name="options-order"),
    path("options/<int:pk>/", options.change, name="option"),
    path("options/<int:pk>/retirement/", options.retirement, name="option-retirement"),
    path("options/<int:pk>/comeback/", options.comeback, name="option-comeback"),
    path("options/<int:pk>/merger/", options.merger, name="option-merger"),
    path("channels/", channels.index, name="channels"),
    path("channels/new/", channels.new, name="channel-new"),
    path("channels/<int:pk>/", channels.edit, name="channel"),
    path("channels/<int:pk>/raising/", channels.raising, name="channel-raising"),
    path("channels/<int:pk>/retirement/", channels.retirement, name="channel-retirement"),
    path("channels/<int:pk>/comeback/", channels.comeback, name="channel-comeback"),
    path("regions/", regions.index, name="regions"),
    path("regions/find/", regions.find, name="region-find"),
    path("regions/new/", regions.new, name="region-new"),
    path("regions/<int:adcode>/", regions.edit, name="region"),
    path("products/", products.index, name="products"),
    path("products/new/", products.new, name="product-new"),
    path("products/<int:pk>/", products.edit, name="product"),
    path("products/<int:pk>/retirement/", products.retirement, name="product-retirement"),
    path("products/<int:pk>/comeback/", products.comeback, name="product-comeback"),
    path("products/import/", product_tables.bring, name="product-import"),
    path("products/export/", product_tables.export, name="product-export"),
    path("products/find/", products.find, name="product-find"),
    path("products/rows/<slug:kind>/", products.row, name="product-row"),
    path("products/<int:pk>/card/", products.card, name="product-card"),
    path("products/<int:pk>/images/new/", product_images.add, name="product-image-new"),
    path("product-images/<int:pk>/first/", product_images.first, name="product-image-first"),
    path("product-images/<int:pk>/removal/", product_images.removal, name="product-image-removal"),
    path("product-costs/<int:pk>/removal/", product_costs.removal, name="product-cost-removal"),
    path("categories/", categories.index, name="categories"),
    path("categories/new/", categories.new, name="category-new"),
    path("categories/<int:pk>/", categories.edit, name="category"),
    path("categories/<int:pk>/deletion/", categories.deletion, name="category-deletion"),
]
