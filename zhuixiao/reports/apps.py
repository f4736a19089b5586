from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "zhuixiao.reports"
    label = "reports"
