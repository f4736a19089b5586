from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "zhuixiao.demo"
    label = "demo"
