"""Pages of quotes, and the printed documents of selling."""

from django.urls import URLPattern, path

from ..views import documents, quote, quote_form, quote_mail, quote_settings, quotes

urlpatterns: list[URLPattern] = [
    path("quotes/", quotes.index, name="quotes"),
    path("quotes/new/", quote_form.new, name="quote-new"),
    path("quotes/<int:pk>/", quote.detail, name="quote"),
    path("quotes/<int:pk>/edit/", quote_form.edit, name="quote-edit"),
    path("quotes/<int:pk>/sending/", quote.sending, name="quote-sending"),
    path("quotes/<int:pk>/version/", quote.version, name="quote-version"),
    path("quotes/<int:pk>/acceptance/", quote.acceptance, name="quote-acceptance"),
    path("quotes/<int:pk>/refusal/", quote.refusal, name="quote-refusal"),
    path("quotes/<int:pk>/order/", quote.order, name="quote-order"),
    path("quotes/<int:pk>/removal/", quote.removal, name="quote-removal"),
    path("quotes/<int:pk>/mail/", quote_mail.mail, name="quote-mail"),
    path("quotes/<int:pk>/document/", documents.quote, name="quote-document"),
    path("orders/<int:pk>/document/", documents.order, name="order-document"),
    path("shipments/<int:pk>/document/", documents.delivery, name="delivery-document"),
    path("customers/<int:customer_id>/quotes/", quotes.of_customer, name="customer-quotes"),
    path(
        "opportunities/<int:opportunity_id>/quotes/",
        quotes.of_opportunity,
        name="opportunity-quotes",
    ),
    path("settings/quotes/", quote_settings.index, name="quote-settings"),
]
