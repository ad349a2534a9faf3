"""The kinds of identity providers that are ours: django-allauth looks for a module so named."""

from yuanqu.accounts.identity.cas import CAS
from yuanqu.accounts.identity.oauth2 import PlainOAuth2

provider_classes = [CAS, PlainOAuth2]
