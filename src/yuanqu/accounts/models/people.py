"""People who log in."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yuanqu.accounts.models.parties import Party


class Users(BaseUserManager["User"]):
    """Finds a person by log-in name, whatever the case it is typed in."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username__iexact=username)


class User(AbstractBaseUser):
    """A person who logs in. What they may do comes from memberships, never from a flag here."""

    username = models.CharField(
        _("User name"), max_length=60, unique=True, validators=[UnicodeUsernameValidator()]
    )
    display_name = models.CharField(_("Name"), max_length=60, blank=True)
    email = models.EmailField(_("E-mail address"), blank=True)
    # In E.164. Only a verified number is known to be this person's, so only that one is unique:
    # else anyone could keep a number from its owner by typing it into a form.
    phone = models.CharField(_("Phone number"), max_length=16, blank=True)
    phone_verified = models.BooleanField(default=False)
    preferred_language = models.CharField(
        max_length=10, default="zh-hans", choices=[("zh-hans", "简体中文"), ("en", "English")]
    )
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)
    # The person as the ledger knows them: an opaque id, so that a fact never holds a name.
    party = models.OneToOneField(Party, on_delete=models.PROTECT, related_name="user")

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = Users()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("username"), name="username_ignores_case"),
            models.UniqueConstraint(
                Lower("email"), condition=~Q(email=""), name="email_is_one_person"
            ),
            models.UniqueConstraint(
                "phone", condition=Q(phone_verified=True), name="phone_is_one_person"
            ),
            models.CheckConstraint(
                condition=Q(phone_verified=False) | ~Q(phone=""), name="no_number_no_verification"
            ),
        ]

    def __str__(self) -> str:
        return self.display_name or self.username
