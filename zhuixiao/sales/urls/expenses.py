"""Expenses and claims."""

from django.urls import path

from ..views import claims, expenses

urlpatterns = [
    path("expenses/", expenses.index, name="expenses"),
    path("expenses/new/", expenses.new, name="expense-new"),
    path("expenses/links/", expenses.links, name="expense-links"),
    path("expenses/of-customer/<int:pk>/", expenses.of_customer, name="customer-expenses"),
    path("expenses/of-order/<int:pk>/", expenses.of_order, name="order-expenses"),
    path("expenses/<int:pk>/", expenses.detail, name="expense"),
    path("expenses/<int:pk>/edit/", expenses.edit, name="expense-edit"),
    path("expenses/<int:pk>/removal/", expenses.removal, name="expense-removal"),
    path("claims/", claims.index, name="claims"),
    path("claims/new/", claims.new, name="claim-new"),
    path("claims/<int:pk>/", claims.detail, name="claim"),
    path("claims/<int:pk>/edit/", claims.edit, name="claim-edit"),
    path("claims/<int:pk>/submission/", claims.submission, name="claim-submission"),
    path("claims/<int:pk>/withdrawal/", claims.withdrawal, name="claim-withdrawal"),
    path("claims/<int:pk>/removal/", claims.removal, name="claim-removal"),
    path("claims/<int:pk>/payout/", claims.payout, name="claim-payout"),
    path("claims/<int:pk>/payout/removal/", claims.payout_removal, name="claim-payout-removal"),
]
