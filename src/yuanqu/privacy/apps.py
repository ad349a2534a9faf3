from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "yuanqu.privacy"
    default_auto_field = "django.db.models.BigAutoField"
    append_only = ("privacy_evidencelook",)  # held by the ledger's triggers
