from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "zhuixiao.ledger"
    label = "ledger"
