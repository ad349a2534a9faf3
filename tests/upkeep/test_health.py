"""Alive, ready, measured: for machines that watch, and for nobody else."""

import re
import shutil
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import figure, official
from yuanqu.ledger.actions import record_fact
from yuanqu.search import index
from yuanqu.search.actions import rebuild_index
from yuanqu.upkeep import actions, readiness
from yuanqu.upkeep.readiness import State
from yuanqu.upkeep.tables import migrations_wanted

pytestmark = pytest.mark.django_db

CHECKED = ("database", "migrations", "index", "worker", "disk", "restore")
TOKEN = "a-token-for-the-metrics"


@pytest.fixture(autouse=True)
def index_folder(settings: Any, tmp_path: Path) -> Path:
    settings.INDEX_ROOT = tmp_path / "index"
    return tmp_path / "index"


@pytest.fixture
def sound(index_folder: Path) -> None:
    rebuild_index()
    actions.begin_work(node="a", host="one")


def checks(client: Client) -> tuple[int, dict[str, str]]:
    response = client.get("/health/ready")
    return response.status_code, response.json()["checks"]


def test_live_asks_nothing_of_the_database(client: Client):
    with CaptureQueriesContext(connection) as queries:
        response = client.get("/health/live")
    assert (response.status_code, response.json(), len(queries)) == (200, {"status": "ok"}, 0)


@pytest.mark.usefixtures("sound")
def test_sound_node_is_ready(client: Client):
    response = client.get("/health/ready")
    assert response.status_code == 200
    assert response.json() == {
        "status": "ok",
        "checks": dict.fromkeys(CHECKED, "ok"),
    }
    assert "no-store" in response["Cache-Control"]


@pytest.mark.usefixtures("sound")
def test_missing_worker_asks_for_attention_and_serves_on(client: Client):
    actions.end_work(node="a")
    status, states = checks(client)
    assert (status, states["worker"]) == (200, "attention")


@pytest.mark.usefixtures("sound")
def test_missing_index_asks_for_attention_and_a_broken_one_fails(
    client: Client, index_folder: Path
):
    shutil.rmtree(index_folder)
    assert checks(client)[1]["index"] == "attention"
    rebuild_index()
    generation = index.current()
    assert generation is not None
    (generation.folder / "meta.json").write_text("no index")
    assert checks(client) == (503, checks(client)[1])
    assert checks(client)[1]["index"] == "failing"


@pytest.mark.usefixtures("sound")
def test_unapplied_migration_fails(client: Client, monkeypatch: pytest.MonkeyPatch):
    wanted = migrations_wanted() | {"ledger.9999_of_the_future"}
    monkeypatch.setattr(readiness, "migrations_wanted", lambda: wanted)
    status, states = checks(client)
    assert (status, states["migrations"]) == (503, "failing")


class Usage(NamedTuple):
    free: int


@pytest.mark.usefixtures("sound")
@pytest.mark.parametrize(
    ("megabytes", "state", "status"),
    [(100, "failing", 503), (300, "attention", 200), (2000, "ok", 200)],
)
def test_disk_that_fills_up_is_told(
    client: Client, monkeypatch: pytest.MonkeyPatch, megabytes: int, state: str, status: int
):
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(megabytes * 2**20))
    found, states = checks(client)
    assert (found, states["disk"]) == (status, state)


def test_worst_state_is_the_whole_state():
    assert list(State) == [State.OK, State.ATTENTION, State.FAILING]


# ── metrics ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("10.1.2.3", {}, 404),
        ("", {}, 404),
        ("unix:", {}, 404),
        ("127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}, 404),
        ("127.0.0.1", {"X-Real-IP": "10.1.2.3"}, 404),
        ("127.0.0.1", {"Forwarded": "for=10.1.2.3"}, 404),
        ("10.1.2.3", {"X-Forwarded-For": "127.0.0.1"}, 404),
        ("10.1.2.3", {"Authorization": f"Bearer {TOKEN}"}, 200),
        ("127.0.0.1", {"Authorization": f"Bearer {TOKEN}", "X-Forwarded-For": "10.1.2.3"}, 200),
        ("10.1.2.3", {"Authorization": "Bearer another"}, 404),
        ("10.1.2.3", {"Authorization": "Bearer 令牌"}, 404),
        ("10.1.2.3", {"Authorization": TOKEN[:-1]}, 404),
    ],
)
def test_metrics_are_for_loopback_and_the_token(
    client: Client, settings: Any, address: str, headers: dict[str, str], status: int
):
    settings.METRICS_TOKEN = TOKEN
    response = client.get("/metrics", headers=headers, REMOTE_ADDR=address)
    assert response.status_code == status


@pytest.mark.parametrize("said", ["", "Bearer ", "Bearer"])
def test_without_a_token_set_none_opens_the_metrics(client: Client, settings: Any, said: str):
    settings.METRICS_TOKEN = ""
    response = client.get("/metrics", headers={"Authorization": said}, REMOTE_ADDR="10.1.2.3")
    assert response.status_code == 404


def figure_of(text: str, name: str) -> float:
    found = re.search(rf"^{re.escape(name)} ([\d.e+-]+)$", text, re.MULTILINE)
    return float(found.group(1)) if found else 0.0


def test_requests_are_counted_by_route_and_never_by_path(client: Client):
    counted = 'yuanqu_requests_total{method="GET",route="fact",status="404"}'
    made_up = 'yuanqu_requests_total{method="other",route="none",status="404"}'
    before = client.get("/metrics").content.decode()
    for number in range(3):
        client.get(f"/facts/00000000-0000-0000-0000-00000000000{number}/")
    client.generic("XPLOIT", "/no/such/page/13800138000/")
    after = client.get("/metrics").content.decode()
    assert figure_of(after, counted) - figure_of(before, counted) == 3
    assert figure_of(after, made_up) - figure_of(before, made_up) == 1
    assert "00000000-" not in after
    assert "no/such" not in after
    assert figure_of(after, 'yuanqu_request_seconds_count{route="fact"}') >= 3


def test_figures_of_the_park_are_read_when_asked(client: Client):
    record_fact(actor=official(), draft=figure())  # in the test's transaction: not sealed yet
    said = client.get("/metrics").content.decode()
    assert figure_of(said, "yuanqu_unsealed_facts") == 1
    assert figure_of(said, "yuanqu_outbox_lag_seconds") >= 0
    assert "yuanqu_outbox_lag_seconds " in said


def test_a_post_to_them_is_refused(client: Client):
    for address in ("/health/live", "/health/ready", "/metrics"):
        assert client.post(address).status_code == 405
