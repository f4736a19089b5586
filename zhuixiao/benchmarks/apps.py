from django.apps import AppConfig


class BenchmarksConfig(AppConfig):
    name = "zhuixiao.benchmarks"
    label = "benchmarks"
