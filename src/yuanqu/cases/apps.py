from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "yuanqu.cases"
    default_auto_field = "django.db.models.BigAutoField"
    append_only = ("cases_caseevent",)  # held by the ledger's triggers

    def ready(self) -> None:
        from django.utils.module_loading import autodiscover_modules

        autodiscover_modules("case_effects")
