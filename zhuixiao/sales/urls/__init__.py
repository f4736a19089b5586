"""Pages of selling; they hang at the root: /opportunities/, /orders/, /payments/, ..."""

from . import orders, quotes

app_name = "sales"
urlpatterns = [*orders.urlpatterns, *quotes.urlpatterns]
