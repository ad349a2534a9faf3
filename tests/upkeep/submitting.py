"""Submissions to a running server, by the API and by the form, and what became of each.

The client notes what was acknowledged and nothing else: what it was told must be true after the
server was killed, whatever the server thought it was doing.
"""

import hashlib
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import requests

AT_ONCE = 4
CSRF = "f" * 32


@dataclass(frozen=True, slots=True)
class Entry:
    """With what 王芳 comes in: a key for programs, and the cookie of a session."""

    token: str
    session: str
    session_cookie: str
    party: str
    area: str


@dataclass
class Client:
    """Sends numbered submissions; those of even number by the form, each with a file of its own."""

    port: int
    entry: Entry
    # What was acknowledged: the number of the submission, and the id of its fact.
    acknowledged: dict[int, str] = field(default_factory=dict)
    strange: list[str] = field(default_factory=list)
    enough: threading.Event = field(default_factory=threading.Event)
    enough_at: int = 0

    def send_all(self, numbers: Iterator[int]) -> None:
        """Several at once, until all are sent; who gets no answer goes on with the next."""
        with ThreadPoolExecutor(AT_ONCE) as threads:
            list(threads.map(self.send, numbers))

    def send(self, number: int) -> None:
        try:
            response = self.by_form(number) if number % 2 == 0 else self.by_api(number)
        except requests.RequestException:
            return
        fact = fact_of(response)
        if fact is None:
            self.strange.append(f"{number}: {response.status_code} {response.text[:200]}")
            return
        self.acknowledged[number] = fact
        if len(self.acknowledged) >= self.enough_at:
            self.enough.set()

    def by_api(self, number: int) -> requests.Response:
        body: Any = {
            "kind": "figure.reported",
            "occurred_on": "2023",
            "parties": [{"party": self.entry.party, "role": "area"}],
            "quantity": {"value": str(number), "unit": "CNY"},
            "attributes": {"measure": "gdp"},
            "evidence": [{"title": "示例公报", "quote": f"第{number}处"}],
        }
        headers = {
            "Authorization": f"Bearer {self.entry.token}",
            "Idempotency-Key": f"submission-{number}",
        }
        return requests.post(self.address("/api/v1/facts"), json=body, headers=headers, timeout=60)

    def by_form(self, number: int) -> requests.Response:
        said = {
            "occurred": "2023",
            "role-area": self.entry.area,
            "qualifier": "exact",
            "number": str(number),
            "power": "0",
            "unit": "CNY",
            "attribute-measure": "gdp",
            "legal_basis": "public-source",
            "purposes": "publication",
            "access": "public",
            "evidence-TOTAL_FORMS": "1",
            "evidence-INITIAL_FORMS": "0",
            "evidence-0-title": "示例公报",
            "evidence-0-quote": f"第{number}处",
            "evidence-0-confidentiality": "public",
            "csrfmiddlewaretoken": CSRF,
        }
        return requests.post(
            self.address("/desk/record/figure.reported/"),
            data=said,
            files={"evidence-0-file": (f"{number}.txt", content(number))},
            cookies={self.entry.session_cookie: self.entry.session, "csrftoken": CSRF},
            allow_redirects=False,
            timeout=60,
        )

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"


def content(number: int) -> bytes:
    """The file of a submission: large enough to be caught half-written."""
    return f"证据文件{number}\n".encode() * 20_000


def digest(number: int) -> str:
    return hashlib.sha256(content(number)).hexdigest()


def fact_of(response: requests.Response) -> str | None:
    """The fact that an answer acknowledges; None for any other answer."""
    if response.status_code == 201:
        said: dict[str, Any] = response.json()
        return str(said["id"])
    if response.status_code == 302 and response.headers["Location"].startswith("/facts/"):
        return response.headers["Location"].split("/")[2]
    return None
