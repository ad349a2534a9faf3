"""Log-ins elsewhere that a person comes by, adds or takes away, as django-allauth tells of them."""

import logging
from typing import Any

from allauth.socialaccount.models import SocialAccount, SocialLogin

from yuanqu.accounts import actions
from yuanqu.accounts.errors import Refused
from yuanqu.accounts.identity.vouching import vouched_in
from yuanqu.accounts.models import User

logger = logging.getLogger(__name__)


def recognize(user: User, login: SocialLogin) -> None:
    """Remember by whom the person is vouched for; log it where that is somebody else."""
    try:
        actions.recognize_identity(
            user=user, provider=login.account.provider, said=vouched_in(login)
        )
    except Refused as refusal:
        logger.warning("A log-in elsewhere belongs to another.", extra={"code": refusal.code})


def linked(sociallogin: SocialLogin, **_signal: Any) -> None:
    """The person added a log-in to the account they are in."""
    recognize(sociallogin.user, sociallogin)


def unlinked(socialaccount: SocialAccount, **_signal: Any) -> None:
    """The person took one away."""
    actions.forget_identity(
        user=socialaccount.user, provider=socialaccount.provider, subject=socialaccount.uid
    )
