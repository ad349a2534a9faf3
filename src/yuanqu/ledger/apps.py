from django.apps import AppConfig
from django.db.models.signals import post_migrate


class LedgerConfig(AppConfig):
    name = "yuanqu.ledger"
    default_auto_field = "django.db.models.BigAutoField"
    append_only = ("ledger_fact", "ledger_factparty", "ledger_evidence", "ledger_seal")

    def ready(self) -> None:
        from yuanqu.ledger.triggers import make_triggers

        post_migrate.connect(make_triggers, sender=self, dispatch_uid="ledger.triggers")
