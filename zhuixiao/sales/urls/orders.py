"""Contract orders and returns."""

from django.urls import path

from ..views import (
    order,
    order_dialogs,
    order_form,
    order_products,
    order_settings,
    orders,
    paper_form,
)

urlpatterns = [
    path("orders/", orders.index, name="orders"),
    path("orders/new/", order_form.new, name="order-new"),
    path("orders/links/", paper_form.links, name="order-links"),
    path("orders/customers/", order_products.customers, name="order-customers"),
    path("orders/products/", order_products.find, name="product-find"),
    path("orders/products/<int:pk>/price/", order_products.price, name="product-price"),
    path("orders/settings/", order_settings.index, name="order-settings"),
    path("orders/settings/closed/", order_settings.closed, name="order-closed"),
    path("orders/<int:pk>/", order.detail, name="order"),
    path("orders/<int:pk>/edit/", order_form.edit, name="order-edit"),
    path("orders/<int:pk>/signature/", order.signature, name="order-signature"),
    path("orders/<int:pk>/withdrawal/", order.withdrawal, name="order-withdrawal"),
    path("orders/<int:pk>/state/", order.state, name="order-state"),
    path("orders/<int:pk>/void/", order_dialogs.void, name="order-void"),
    path("orders/<int:pk>/credit/", order_dialogs.credit, name="order-credit"),
    path("orders/<int:pk>/deletion/", order.deletion, name="order-deletion"),
    path("orders/<int:pk>/renewal/", order.renewal, name="order-renewal"),
    path("orders/<int:pk>/files/new/", order.file, name="order-file-new"),
    path("orders/<int:pk>/returns/new/", order_dialogs.return_new, name="return-new"),
    path("orders/of/<int:customer_id>/", orders.of_customer, name="customer-orders"),
    path("returns/", orders.returns, name="returns"),
    path("returns/<int:pk>/removal/", order_dialogs.return_removal, name="return-removal"),
]
