"""The forms that people log in and sign up with. They check and never write."""

from typing import Any

from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.account.forms import RequestLoginCodeForm as AllauthRequestLoginCodeForm
from allauth.account.forms import SignupForm as AllauthSignupForm
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from yuanqu.accounts.actions import PersonDraft, rehearse_person
from yuanqu.accounts.models import User


def without_placeholders(form: forms.Form) -> None:
    """Labels say what a field is for; a placeholder vanishes when one begins to type."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)


def draft_of(form: forms.Form) -> PersonDraft:
    """The account that a sign-up asks for. The address is the person's once they proved it."""
    given = form.cleaned_data
    return PersonDraft(
        password=given.get("password1"),
        display_name=given.get("display_name", ""),
        email=given.get("email") or "",
        email_confirmed=False,
        language=get_language() or "",
    )


class LoginForm(AllauthLoginForm):
    """One field for whichever name the person remembers."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login = self.fields["login"]
        login.label = (
            _("User name, e-mail address or phone number")
            if settings.SMS != "off"
            else _("User name or e-mail address")
        )
        login.widget.attrs["autocomplete"] = "username"
        without_placeholders(self)


class SignupForm(AllauthSignupForm):
    """No user name is asked for: that one is taken would tell who has an account.

    Where short messages are sent, a phone number will do in the place of an e-mail address; what is
    given is proved before the account opens.
    """

    display_name = forms.CharField(
        label=_("Name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("As officials and your organization know you."),
    )
    field_order = ("display_name", "email", "phone", "password1", "password2")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        without_placeholders(self)
        self.fields["email"].label = _("E-mail address")
        if "phone" in self.fields:
            self.fields["phone"].label = _("Phone number")
            self.fields["email"].required = self.fields["email"].widget.is_required = False
            for name in ("email", "phone"):
                self.fields[name].help_text = _("One of the two is enough.")

    def clean(self) -> dict[str, Any]:
        """Somehow the person must be reached."""
        cleaned: dict[str, Any] = super().clean()
        if not self.errors and not cleaned.get("email") and not cleaned.get("phone"):
            raise forms.ValidationError(_("Give your phone number or your e-mail address."))
        return cleaned

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """As django-allauth does it, in the same time whether the address is known or not."""
        if self.account_already_exists:
            rehearse_person(draft=draft_of(self))
        saved: tuple[User | None, HttpResponse | None] = super().try_save(request)
        return saved


class RequestLoginCodeForm(AllauthRequestLoginCodeForm):
    """A code by e-mail or by short message: one of the two is given."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        without_placeholders(self)
        if "phone" in self.fields:
            self.order_fields(["phone", "email"])

    def clean(self) -> dict[str, Any]:
        """Neither is as wrong as both."""
        cleaned: dict[str, Any] = super().clean()
        if not self.errors and not cleaned.get("email") and not cleaned.get("phone"):
            raise forms.ValidationError(_("Give your phone number or your e-mail address."))
        return cleaned
