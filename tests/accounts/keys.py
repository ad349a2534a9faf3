"""A passkey in software: what a telephone or a security key answers to a browser.

It signs with ES256 and attests nothing (Web Authentication, level 2: 6.5.3, format "none").
"""

import hashlib
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from os import urandom
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def packed(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def unpacked(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


class SoftwareKey:
    """One credential for one site."""

    def __init__(self, origin: str = "https://testserver", site: str = "testserver") -> None:
        self.origin, self.site = origin, hashlib.sha256(site.encode()).digest()
        self.id, self.user, self.count = urandom(16), b"", 0
        self.secret = ec.generate_private_key(ec.SECP256R1())

    def about(self, flags: int, more: bytes = b"") -> bytes:
        self.count += 1
        return self.site + bytes([flags]) + self.count.to_bytes(4, "big") + more

    def client(self, kind: str, challenge: str) -> bytes:
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def create(self, options: dict[str, Any]) -> str:
        """The answer to `navigator.credentials.create`."""
        asked = options["publicKey"]
        self.user = unpacked(asked["user"]["id"])
        public = cbor.encode(ES256.from_cryptography_key(self.secret.public_key()))
        credential = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + public
        told = self.about(PRESENT | VERIFIED | ATTESTED, credential)
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": told})
        client = self.client("webauthn.create", asked["challenge"])
        return self.answer(
            {"attestationObject": packed(attestation), "clientDataJSON": packed(client)},
            {"credProps": {"rk": True}},
        )

    def get(self, options: dict[str, Any]) -> str:
        """The answer to `navigator.credentials.get`."""
        told = self.about(PRESENT | VERIFIED)
        client = self.client("webauthn.get", options["publicKey"]["challenge"])
        signature = self.secret.sign(
            told + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256())
        )
        return self.answer(
            {
                "authenticatorData": packed(told),
                "clientDataJSON": packed(client),
                "signature": packed(signature),
                "userHandle": packed(self.user),
            },
            {},
        )

    def answer(self, response: dict[str, str], extensions: dict[str, Any]) -> str:
        return json.dumps(
            {
                "type": "public-key",
                "id": packed(self.id),
                "rawId": packed(self.id),
                "response": response,
                "clientExtensionResults": extensions,
            }
        )
