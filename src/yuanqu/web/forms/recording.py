"""A fact to be recorded: one form for every kind, its fields driven by the kind's own file."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from yuanqu.accounts.errors import Refused
from yuanqu.accounts.models import Party
from yuanqu.engines.periods import Period, PeriodError
from yuanqu.engines.quantities import Qualifier, Quantity
from yuanqu.ledger.drafts import EvidenceDraft, FactDraft, PartyRole
from yuanqu.ledger.files import StoredFile, store_file
from yuanqu.ledger.kinds import Kind, all_units
from yuanqu.ledger.models import Access, Confidentiality, LegalBasis, Purpose
from yuanqu.web.forms.attributes import AttributeFields
from yuanqu.web.forms.parties import PartiesField
from yuanqu.web.refusals import sentence_for
from yuanqu.web.words import word_for
