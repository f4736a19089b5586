"""Payments, plans, what is due, invoices and titles."""

from django.urls import path

from ..views import allocations, due, invoices, money_panels, payments, plans, titles

urlpatterns = [
    path("payments/", payments.index, name="payments"),
    path("payments/new/", payments.new, name="payment-new"),
    path("payments/refund/", payments.refund, name="refund-new"),
    path("payments/orders/", payments.orders, name="payment-orders"),
    path("payments/due/", due.index, name="plans"),
    path("payments/dunning/", due.dun, name="dunning"),
    path("payments/<int:pk>/", payments.detail, name="payment"),
    path("payments/<int:pk>/edit/", payments.edit, name="payment-edit"),
    path("payments/<int:pk>/deletion/", payments.removal, name="payment-removal"),
    path("payments/<int:pk>/restoration/", payments.restoration, name="payment-restoration"),
    path("payments/<int:pk>/allocations/new/", allocations.new, name="allocation-new"),
    path("allocations/<int:pk>/deletion/", allocations.removal, name="allocation-removal"),
    path("orders/<int:pk>/plan/", plans.edit, name="plan"),
    path("orders/<int:pk>/plan/equal/", plans.equal, name="plan-equal"),
    path("orders/<int:pk>/money/", money_panels.of_order, name="order-money"),
    path("customers/<int:pk>/money/", money_panels.of_customer, name="customer-money"),
    path("customers/<int:pk>/titles/new/", titles.new, name="title-new"),
    path("invoice-titles/<int:pk>/", titles.edit, name="title"),
    path("invoice-titles/<int:pk>/deletion/", titles.removal, name="title-removal"),
    path("invoices/", invoices.index, name="invoices"),
    path("invoices/new/", invoices.new, name="invoice-new"),
    path("invoices/<int:pk>/", invoices.detail, name="invoice"),
    path("invoices/<int:pk>/issue/", invoices.issue, name="invoice-issue"),
    path("invoices/<int:pk>/red/", invoices.red, name="invoice-red"),
    path("invoices/<int:pk>/withdrawal/", invoices.withdrawal, name="invoice-withdrawal"),
    path("invoices/<int:pk>/voiding/", invoices.voiding, name="invoice-voiding"),
]
