"""What can be found (`Document`), and what changed of it (`Outbox`), for each node's own index."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import get_language


class Document(models.Model):
    """One page as the search knows it. Other apps write it through `actions.publish` alone.

    `title` is Chinese (or whatever the thing is called), `title_en` English; `names` are its other
    names, which find it as its title does; `body` is text in any languages. `access` lists the
    tokens of those who may see it: an empty list is nobody.
    """

    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300, blank=True)
    names = models.JSONField(default=list, blank=True)
    body = models.TextField(blank=True)
    url = models.CharField(max_length=300)
    access = models.JSONField(default=list, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)  # exclusive
    is_withdrawn = models.BooleanField(default=False)
    # Never used twice for a row, whatever was rolled back: equal versions are equal texts.
    version = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gt=F("valid_from")),
                name="document_ends_after_it_begins",
            ),
            models.CheckConstraint(
                # A path of our own: never another site, never a script.
                condition=Q(url="") | (Q(url__startswith="/") & ~Q(url__startswith="//")),
                name="document_leads_to_our_own_page",
            ),
        ]

    def __str__(self) -> str:
        return self.key

    def title_in(self, language: str | None = None) -> str:
        """The title for a screen in this language (the present one, unless said)."""
        english = (language or get_language() or "").startswith("en")
        return (self.title_en if english else self.title) or self.title or self.title_en


class Outbox(models.Model):
    """The latest change of each document, in the order of ids, which is not that of commits.

    A change replaces the document's earlier row: the table never outgrows the documents, and a
    node that was away for a year finds all it missed in one pass.
    """

    id = models.BigAutoField(primary_key=True)
    document = models.OneToOneField(Document, on_delete=models.CASCADE, related_name="change")
    version = models.BigIntegerField()
    # The database's clock: nodes may disagree about the time.
    recorded_at = models.DateTimeField(db_default=Now(), db_index=True)

    class Meta:
        verbose_name_plural = "outbox"

    def __str__(self) -> str:
        return f"{self.pk}: {self.document_id} v{self.version}"
