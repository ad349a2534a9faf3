"""A subject that the park answers about."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yuanqu.accounts.models import Party
from yuanqu.engines.names import Names


class Audience(models.TextChoices):
    """Whom a text is written for."""

    EVERYONE = "everyone", _("Everyone")
    PEOPLE = "people", _("Citizens")
    COMPANIES = "companies", _("Companies")
    OFFICIALS = "officials", _("The park's officials")


class Access(models.TextChoices):
    """Who may read a text. The owner of a pack of the park is the park: its officials."""

    PUBLIC = "public", _("Everybody")
    OWNER = "owner", _("The owner's people")
    OFFICIALS = "officials", _("The owner's people and the park's officials")


class Pack(models.Model):
    """A subject with its documents and answers; `settings` is what the assistant is told of it.

    Without an owner it is the park's own.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(_("Short name in addresses"), max_length=40, unique=True)
    name_zh = models.CharField(_("Name in Chinese"), max_length=100)
    name_en = models.CharField(_("Name in English"), max_length=100, blank=True)
    about_zh = models.CharField(_("What it is about, in Chinese"), max_length=300, blank=True)
    about_en = models.CharField(_("What it is about, in English"), max_length=300, blank=True)
    owner = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    audience = models.CharField(
        _("Written for"), max_length=20, choices=Audience, default=Audience.EVERYONE
    )
    access = models.CharField(
        _("Who may read it"), max_length=20, choices=Access, default=Access.PUBLIC
    )
    license = models.CharField(_("License"), max_length=100, blank=True)
    # [{"words": ["执照", …], "weight": 0.8}, …]
    synonyms = models.JSONField(default=list, blank=True)
    # {"intents": …, "bindings": …} as the folder had them, and what the assistant adds.
    settings = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(access__in=Access.values), name="pack_access_is_known"
            ),
            models.CheckConstraint(
                condition=Q(audience__in=Audience.values), name="pack_audience_is_known"
            ),
            models.CheckConstraint(condition=~Q(name_zh=""), name="pack_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def names(self) -> Names:
        """The name in both languages."""
        return Names(self.name_zh, self.name_en or self.name_zh)

    @property
    def about(self) -> Names:
        """What it is about, in both languages."""
        return Names(self.about_zh, self.about_en or self.about_zh)

    @property
    def is_open(self) -> bool:
        """Whether visitors may read and ask."""
        return self.access == Access.PUBLIC
