"""Submissions to a running server: facts by the form and by the API, and cases by the API.

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
    person: str


@dataclass
class Client:
    """Sends numbered submissions: by threes a fact with a file by the form, a fact, a case."""

    port: int
    entry: Entry
    # What was acknowledged: the number of the submission, and the id of its fact or case.
    acknowledged: dict[int, str] = field(default_factory=dict)
    strange: list[str] = field(default_factory=list)
    enough: threading.Event = field(default_factory=threading.Event)
    enough_at: int = 0

    def send_all(self, numbers: Iterator[int]) -> None:
        """Several at once, until all are sent; who gets no answer goes on with the next."""
        with ThreadPoolExecutor(AT_ONCE) as threads:
            list(threads.map(self.send, numbers))

    def send(self, number: int) -> None:
        way = (self.by_form, self.by_api, self.case)[number % 3]
        try:
            response = way(number)
        except requests.RequestException:
            return
        made = id_of(response)
        if made is None:
            self.strange.append(f"{number}: {response.status_code} {response.text[:200]}")
            return
        self.acknowledged[number] = made
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
        return self.post("/facts", body, f"fact-{number}")

    def case(self, number: int) -> requests.Response:
        """Opened, answered and sent: only the last answer acknowledges it."""
        body: Any = {"matter": "park.request", "applicant": self.entry.person}
        opened = self.post("/cases", body, f"case-{number}-open")
        if opened.status_code != 201:
            return opened
        made = opened.json()
        said = {
            "revision": made["revision"],
            "answers": {"subject": "opinion", "text": words(number)},
        }
        answered = self.post(f"/cases/{made['id']}/answers", said, f"case-{number}-answer")
        if answered.status_code != 200:
            return answered
        return self.post(f"/cases/{made['id']}/moves/submit", {}, f"case-{number}-send")

    def post(self, path: str, body: Any, key: str) -> requests.Response:
        headers = {"Authorization": f"Bearer {self.entry.token}", "Idempotency-Key": key}
        return requests.post(self.address(f"/api/v1{path}"), json=body, headers=headers, timeout=60)

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


def words(number: int) -> str:
    """What a case says."""
    return f"第{number}条意见：建议延长图书馆的开放时间。"


def id_of(response: requests.Response) -> str | None:
    """The fact or case that an answer acknowledges; None for any other answer."""
    if response.status_code in {200, 201}:
        said: dict[str, Any] = response.json()
        return str(said["id"])
    if response.status_code == 302 and response.headers["Location"].startswith("/facts/"):
        return response.headers["Location"].split("/")[2]
    return None
