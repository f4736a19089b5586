from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "zhuixiao.notices"
    label = "notices"
