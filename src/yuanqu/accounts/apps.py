from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class AccountsConfig(AppConfig):
    name = "yuanqu.accounts"
    default_auto_field = "django.db.models.BigAutoField"
    # The log of who acted takes only INSERT; ledger/triggers.py makes the database hold it.
    append_only = ("accounts_accountevent",)

    def ready(self) -> None:
        from allauth.socialaccount.signals import social_account_added, social_account_removed

        from yuanqu.accounts import linking, sessions

        user_logged_in.connect(sessions.begin, dispatch_uid="accounts.sessions")
        social_account_added.connect(linking.linked, dispatch_uid="accounts.linked")
        social_account_removed.connect(linking.unlinked, dispatch_uid="accounts.unlinked")
