"""The sentence for each refusal of the demonstration."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "demo.another_park": _(
        "This database already holds another park, %(park)s. The demonstration is loaded into an "
        "empty one only: set YUANQU_HOME to another folder."
    ),
}
