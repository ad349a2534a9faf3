"""What stands between a right password and a session."""

from typing import Any

from allauth.account.app_settings import EmailVerificationMethod
from allauth.account.stages import EmailVerificationStage
from django.http import HttpRequest


class EmailStage(EmailVerificationStage):
    """Whoever gave an e-mail address proves it first. Who has none logs in by something else."""

    def __init__(self, controller: Any, request: HttpRequest, login: Any) -> None:
        super().__init__(controller, request, login)
        # Without a user it is an account that exists already: the answer must be the same.
        if not (login.user.email if login.user is not None else login.email):
            login.email_verification = EmailVerificationMethod.NONE
