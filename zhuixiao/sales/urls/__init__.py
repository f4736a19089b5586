"""Pages of selling; they hang at the root: /opportunities/, /orders/, /payments/, ..."""

from . import imports

app_name = "sales"
urlpatterns = [*imports.urlpatterns]
