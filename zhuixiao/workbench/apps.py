from django.apps import AppConfig


class WorkbenchConfig(AppConfig):
    name = "zhuixiao.workbench"
    label = "workbench"
