from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "yuanqu.accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from allauth.socialaccount.signals import social_account_added, social_account_removed

        from yuanqu.accounts import linking, sessions, triggers

        post_migrate.connect(triggers.make_triggers, sender=self, dispatch_uid="accounts.triggers")
        user_logged_in.connect(sessions.begin, dispatch_uid="accounts.sessions")
        social_account_added.connect(linking.linked, dispatch_uid="accounts.linked")
        social_account_removed.connect(linking.unlinked, dispatch_uid="accounts.unlinked")
