"""What pages about accounts ask for."""

from django import template
from django.conf import settings

from yuanqu.engines import masking

register = template.Library()


@register.filter
def masked_phone(number: str) -> str:
    """A telephone number as a screen shows it."""
    return masking.masked_phone(number)


@register.filter
def masked_email(address: str) -> str:
    """An e-mail address as a screen shows it."""
    return masking.masked_email(address)


@register.simple_tag
def signup_is_open() -> bool:
    """Whether people open accounts themselves (YUANQU_SIGNUP)."""
    return bool(settings.SIGNUP_OPEN)


@register.simple_tag
def texts_are_sent() -> bool:
    """Whether short messages are sent (YUANQU_SMS)."""
    return bool(settings.SMS != "off")
