"""People (`User`), those they act for (`Party`), and the mandate that joins the two."""

import uuid
from datetime import datetime
from typing import ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


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
    preferred_language = models.CharField(
        max_length=10, default="zh-hans", choices=[("zh-hans", "简体中文"), ("en", "English")]
    )
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)
    # The person as the ledger knows them: an opaque id, so that a fact never holds a name.
    party = models.OneToOneField("Party", on_delete=models.PROTECT, related_name="user")

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = Users()

    class Meta:
        constraints = [
            models.UniqueConstraint(models.functions.Lower("username"), name="username_ignores_case"),
            models.UniqueConstraint(
                models.functions.Lower("email"), condition=~Q(email=""), name="email_is_one_person"
            ),
        ]

    def __str__(self) -> str:
        return self.display_name or self.username


class PartyKind(models.TextChoices):
    ORGANIZATION = "organization", _("Organization")
    PERSON = "person", _("Person")
    TEAM = "team", _("Team")
    CONSORTIUM = "consortium", _("Consortium")
    PARK = "park", _("Park")


class Party(models.Model):
    """Whoever facts, cases and access lists point to: an opaque id with a kind."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=PartyKind)
    # A projection for display. Empty for a person: their name lives in User and can be erased.
    label = models.CharField(max_length=200, blank=True)
    label_en = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name_plural = "parties"
        constraints = [
            models.UniqueConstraint("kind", condition=Q(kind="park"), name="one_park"),
            models.CheckConstraint(
                condition=Q(kind__in=PartyKind.values), name="party_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.label or str(self.id)

    def label_in(self, language: str) -> str:
        """The label for a screen in this language; the Chinese one where no other is known."""
        return (self.label_en if language.startswith("en") else "") or self.label


class Role(models.TextChoices):
    """What a person is at a party. The first is held at the park, the others at organizations."""

    OFFICIAL = "official", _("Park official")
    CLERK = "clerk", _("Counter clerk")
    ADMINISTRATOR = "administrator", _("Administrator")
    ASSISTANT = "assistant", _("Assistant (经办人)")
    MANAGER = "manager", _("Instrument manager")
    EXPERT = "expert", _("Expert")


PARK_ROLES = (Role.OFFICIAL, Role.CLERK)


class Memberships(models.QuerySet["Membership"]):
    """Memberships by the time at which they hold."""

    def valid_at(self, now: datetime) -> Self:
        """Those whose half-open interval [valid_from, valid_to) holds `now`."""
        return self.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gt=now), valid_from__lte=now, user__is_active=True
        )


class Membership(models.Model):
    """A person's mandate at a party, from a time to a time; ended, never deleted."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    # The matters that an assistant may act in; empty means every matter of the role.
    authorized_for = models.JSONField(default=list, blank=True)
    valid_from = models.DateTimeField(default=timezone.now)
    valid_to = models.DateTimeField(null=True, blank=True)

    objects = Memberships.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "user", "party", "role", condition=Q(valid_to__isnull=True),
                name="one_open_membership",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=models.F("valid_from")),
                name="membership_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="role_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.party_id}"
