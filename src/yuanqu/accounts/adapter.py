"""How django-allauth meets our people: how they come in, are found, warned and written to."""

import logging
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timedelta
from math import ceil
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core import context as request_context
from allauth.core.exceptions import ImmediateHttpResponse
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme

from yuanqu.accounts import actions
from yuanqu.accounts.backends import login_of, person_called, person_with_phone
from yuanqu.accounts.errors import Refused
from yuanqu.accounts.fields import PhoneField
from yuanqu.accounts.guarding import (
    Attempt,
    account_key,
    address_key,
    client_address,
    unknown_key,
)
from yuanqu.accounts.identity.vouching import vouched_in
from yuanqu.accounts.linking import recognize
from yuanqu.accounts.models import User
from yuanqu.accounts.texts import Text, send_text
from yuanqu.accounts.wording import sentence

logger = logging.getLogger(__name__)
# Ours stands in for allauth's, which demands an address of everybody.
STAGES = {"allauth.account.stages.EmailVerificationStage": "yuanqu.accounts.stages.EmailStage"}


class ParkAccountAdapter(DefaultAccountAdapter):
    """People of the park, as django-allauth asks for them."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether people open accounts themselves. A new account has no rights."""
        return bool(settings.SIGNUP_OPEN)

    def save_user(
        self, request: HttpRequest, user: User, form: forms.Form, commit: bool = True
    ) -> User:
        """Open the account that somebody asked for."""
        from yuanqu.accounts.forms import draft_of  # allauth's forms ask for this adapter

        person = actions.create_person(draft=draft_of(form))
        if number := form.cleaned_data.get("phone"):
            person = actions.attach_phone(user=person, number=number, verified=False)
        return person

    def set_password(self, user: User, password: str) -> None:
        """By our action, which the log of acts follows."""
        actions.replace_password(actor=user, user=user, password=password)
        user.refresh_from_db(fields=["password"])

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """The mailbox is proved to be theirs, and not of whoever else typed the address."""
        actions.free_address(owner=email_address.user, email=email_address.email)
        return bool(super().confirm_email(request, email_address))

    # ── guessing ─────────────────────────────────────────────────────────────────────────────

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that proxies of ours vouch for."""
        return client_address(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Nothing: what allauth counts in the cache, `authenticate` counts in the database."""

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Whom the name and the password belong to, unless too many were wrong of late."""
        login = login_of(credentials)
        person = person_called(login)
        attempt = Attempt(
            account=account_key(person) if person else unknown_key(login),
            address=address_key(client_address(request)),
        )
        if shut_until := actions.begin_attempt(attempt=attempt, user=person):
            raise forms.ValidationError(_locked_out(shut_until), code="locked_out")
        found: User | None = super().authenticate(request, **credentials)
        if found is not None:
            actions.forgive_attempt(attempt=attempt)
        return found

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        """A reset password opens the account again."""
        if person := person_called(login_of(credentials)):
            actions.clear_attempts(account=account_key(person))

    # ── logging in ───────────────────────────────────────────────────────────────────────────

    def get_login_stages(self) -> list[str]:
        """Allauth's stages, with ours where we have one."""
        return [STAGES.get(stage, stage) for stage in super().get_login_stages()]

    def post_login(self, request: HttpRequest, user: User, **about: Any) -> HttpResponse:
        """Remember that the person came, by whom they are vouched for, and speak their language."""
        actions.record_event(actor=user, act="accounts.logged_in", subject=user)
        login = (about.get("signal_kwargs") or {}).get("sociallogin")
        if login is not None:
            recognize(user, login)
            request.session["assurance"] = vouched_in(login).assurance.value
        response: HttpResponse = super().post_login(request, user, **about)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            user.preferred_language,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
        return response

    def is_safe_url(self, url: str) -> bool:
        """Only addresses of this very host are gone to after a log-in."""
        request = request_context.request
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )

    # ── letters ──────────────────────────────────────────────────────────────────────────────

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the person's language.

        A letter that cannot be sent is not said on the page: it would be said only to those whose
        address is known.
        """
        try:
            with _in_language_of(context.get("user")):
                super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException) as error:
            logger.error("A letter was not sent.", extra={"error": type(error).__name__})

    # ── telephones ───────────────────────────────────────────────────────────────────────────

    def phone_form_field(self, **about: Any) -> PhoneField:
        """A number as people write it."""
        return PhoneField(**about)

    def get_phone(self, user: User) -> tuple[str, bool] | None:
        """The number and whether it is proved."""
        return (user.phone, user.phone_verified) if user.phone else None

    def set_phone(self, user: User, phone: str, verified: bool) -> None:
        """Keep a number."""
        actions.attach_phone(user=user, number=phone, verified=verified)

    def set_phone_verified(self, user: User, phone: str) -> None:
        """A code came back: the number is theirs. Whose it became meanwhile keeps it."""
        try:
            actions.attach_phone(user=user, number=phone, verified=True)
        except Refused as refusal:
            messages.error(self.request, sentence(refusal.code, refusal.facts))
            raise ImmediateHttpResponse(redirect("account_change_phone")) from refusal

    def get_user_by_phone(self, phone: str) -> User | None:
        """Whose number it is known to be."""
        return person_with_phone(phone)

    def send_verification_code_sms(self, user: User, phone: str, code: str, **about: Any) -> None:
        """Send a code by short message."""
        with _in_language_of(user):
            body = sentence("accounts.text_with_code", {"code": code})
        send_text(Text(phone, "accounts.text_with_code", body, {"code": code}))

    def send_account_already_exists_sms(self, phone: str) -> None:
        """Tell the owner of a number that somebody signed up with, and nobody else."""
        with _in_language_of(person_with_phone(phone)):
            body = sentence("accounts.text_already_here")
        send_text(Text(phone, "accounts.text_already_here", body))


def _in_language_of(person: Any) -> AbstractContextManager[None]:
    known = isinstance(person, User)
    return translation.override(person.preferred_language) if known else nullcontext()


def _locked_out(until: datetime) -> str:
    minutes = max(1, ceil((until - timezone.now()) / timedelta(minutes=1)))
    return sentence("accounts.locked_out", {"minutes": str(minutes)})


def display_name(user: User) -> str:
    """The name on the screen."""
    return str(user)
