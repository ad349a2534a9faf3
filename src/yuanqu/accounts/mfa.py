"""Second factors: how their secrets are kept."""

import base64
import hashlib
from io import BytesIO

import qrcode  # type: ignore[import-untyped]
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from qrcode.image.svg import SvgPathFillImage  # type: ignore[import-untyped]


class ParkMFAAdapter(DefaultMFAAdapter):
    """Secrets of authenticator apps and recovery codes lie encrypted in the database.

    The key is made from SECRET_KEY; former keys in SECRET_KEY_FALLBACKS still open what they shut.
    A copy of the database alone is then no second factor.
    """

    def build_totp_svg(self, url: str) -> str:
        """The code to scan, on white: it is read on dark screens too."""
        content = BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage).save(content)
        return content.getvalue().decode()

    def encrypt(self, text: str) -> str:
        """Shut with the present key."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open with whichever key shut it."""
        return _box().decrypt(encrypted_text.encode()).decode()


def _box() -> MultiFernet:
    keys: list[str] = [settings.SECRET_KEY, *map(str, settings.SECRET_KEY_FALLBACKS)]
    digests = (hashlib.sha256(f"yuanqu.accounts.mfa:{key}".encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
