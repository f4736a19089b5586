"""Pages of numbers."""

from django.urls import path

from ..views import numbers, ranking, targets, year

urlpatterns = [
    path("performance/", numbers.performance_page, name="performance"),
    path("performance/sales/", numbers.sold, name="sold"),
    path("performance/margins/", numbers.margins_page, name="margins"),
    path("performance/year/", year.year_page, name="year"),
    path("performance/ranking/", ranking.ranking_page, name="ranking"),
    path("performance/ranking/setting/", ranking.ranking_setting, name="ranking-setting"),
    path("performance/targets/", targets.index, name="targets"),
    path("performance/targets/grid/", targets.grid, name="target-grid"),
]
