from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "yuanqu.demo"
    default_auto_field = "django.db.models.BigAutoField"
