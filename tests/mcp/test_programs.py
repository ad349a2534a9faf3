"""A program speaks with the park, over both transports, with the SDK's own client."""

import asyncio
import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest
from django.db import connection
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters
from mcp.client.streamable_http import streamable_http_client
from mcp.shared._httpx_utils import create_mcp_http_client
from mcp.shared.exceptions import MCPError

from benchmarks._measure import fresh_database
from tests.racing import ROOT
from tests.upkeep.park import Park, free_port

Talk = Callable[[Client], Awaitable[Any]]
GDP = {"indicator": "gdp", "period": "2023"}


@dataclass
class Door:
    """A park with one figure, one company, its people's tokens, and the server over HTTP."""

    park: Park
    made: dict[str, str]
    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/mcp"

    def over_http(self, token: str, talk: Talk, mode: str = "auto") -> Any:
        async def run() -> Any:
            headers = {"Authorization": f"Bearer {self.made[token]}"}
            async with create_mcp_http_client(headers=headers) as http:
                transport = streamable_http_client(self.url, http_client=http)
                async with Client(transport, mode=mode) as client:
                    return await talk(client)

        return asyncio.run(run())

    def over_stdio(self, token: str, talk: Talk, mode: str = "auto") -> Any:
        async def run() -> Any:
            started = StdioServerParameters(
                command=sys.executable,
                args=["-m", "yuanqu", "mcp", "--pages", "https://park.example"],
                env=self.park.environment | {"YUANQU_TOKEN": self.made[token]},
                cwd=ROOT,
            )
            async with Client(started, mode=mode) as client:
                return await talk(client)

        return asyncio.run(run())

    def post(self, **headers: str) -> httpx2.Response:
        body = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
        said = {
            "Accept": "application/json, text/event-stream",
            "Authorization": f"Bearer {self.made['hanmei']}",
        } | headers
        return httpx2.post(self.url, json=body, headers=said, timeout=30)

    def does(self, *things: str) -> Any:
        done = self.park.must(json.dumps(things), module="tests.mcp.inside")
        return json.loads(done.splitlines()[-1])


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    home = tmp_path_factory.mktemp("mcp")
    given = {"YUANQU_RATE_LIMIT": "60", "YUANQU_HOSTS": "park.example"}
    with database(home) as url:
        yield from served(Park(home, url, given))


@contextlib.contextmanager
def database(home: Path) -> Iterator[str]:
    """A fresh one, of the kind that this run is on."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{home}/yuanqu.sqlite3"
        return
    with fresh_database(os.environ["YUANQU_DATABASE_URL"]) as url:
        yield url


def served(park: Park) -> Iterator[Door]:
    made = json.loads(park.must('["make"]', module="tests.mcp.inside").splitlines()[-1])
    port = free_port()
    command = [sys.executable, "-m", "yuanqu", "mcp", "--http", str(port)]
    with subprocess.Popen(command, env=park.environment, cwd=ROOT) as serving:
        try:
            await_port(port)
            yield Door(park, made, port)
        finally:
            serving.terminate()
            serving.wait(30)


def await_port(port: int) -> None:
    for _ in range(200):
        with contextlib.suppress(httpx2.HTTPError):
            httpx2.get(f"http://127.0.0.1:{port}/mcp", timeout=5)
            return
        time.sleep(0.1)
    raise TimeoutError


def over(door: Door, transport: str) -> Callable[..., Any]:
    return door.over_http if transport == "http" else door.over_stdio


both = pytest.mark.parametrize("transport", ["http", "stdio"])


async def look_around(client: Client) -> Any:
    listed = await client.list_tools()
    figure = await client.call_tool("read_indicator", GDP)
    found = await client.list_resources()
    documents = [one for one in found.resources if "/documents/" in str(one.uri)]
    text = await client.read_resource(str(documents[0].uri))
    return listed.tools, figure, found.resources, text.contents[0]


@both
@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_a_program_reads_figures_and_documents(door: Door, transport: str, mode: str):
    tools, figure, listed, document = over(door, transport)("hanmei", look_around, mode)
    names = {tool.name for tool in tools}
    assert {"read_indicator", "my_cases", "open_application"} <= names
    (entry,) = figure.structured_content["entries"]
    amount = {"number": "10000000000", "unit": "CNY", "qualifier": "exact"}
    assert entry["lines"][0]["value"] == amount
    assert entry["address"].endswith("/indicators/gdp/")
    assert figure.is_error is False
    assert "10000000000 CNY" in figure.content[0].text
    assert "yuanqu://indicators/gdp" in {str(one.uri) for one in listed}
    assert document.text.startswith("title: 租金办法")
    assert "房租减半" in document.text


async def apply(client: Client) -> Any:
    tools = {tool.name: tool for tool in (await client.list_tools()).tools}
    asked = tools["open_application"].input_schema["properties"]["applicant"]["enum"]
    arguments = {"matter": "park.request", "applicant": asked[0]}
    first = await client.call_tool("open_application", arguments)
    return first, await client.call_tool("open_application", arguments)


@both
def test_a_wish_to_change_something_is_a_card_that_the_person_confirms(door: Door, transport: str):
    first, again = over(door, transport)("hanmei", apply)
    card = first.structured_content
    assert card["state"] == "proposed"
    assert card["confirm_at"] == f"https://park.example/ask/cards/{card['card']}/"
    assert card["confirm_at"] in first.content[0].text
    assert again.structured_content == card
    assert door.does("drafts") == 0


async def misuse(client: Client) -> Any:
    return [
        await client.call_tool("read_indicator", {"indicator": "nothing"}),
        await client.call_tool("delete_everything", {}),
        await client.call_tool("my_cases", {}),
    ]


def test_what_cannot_be_is_said_with_its_code(door: Door):
    wrong, unknown, beyond = door.over_http("figures_only", misuse)
    assert [one.is_error for one in (wrong, unknown, beyond)] == [True] * 3
    assert wrong.structured_content["details"][0]["code"] == "forms.not_a_choice"
    assert unknown.structured_content["code"] == "assistant.no_such_tool"
    assert beyond.structured_content["code"] == "accounts.beyond_scope"


async def inventory(client: Client) -> Any:
    tools = {tool.name for tool in (await client.list_tools()).tools}
    resources = {str(one.uri) for one in (await client.list_resources()).resources}
    return tools, resources


def test_a_token_shows_what_it_reaches_and_nothing_else(door: Door):
    tools, resources = door.over_http("figures_only", inventory)
    assert tools == {"read_indicator", "read_scoreboard"}
    assert all("/indicators/" in uri for uri in resources)


async def read_closed(client: Client) -> Any:
    codes = []
    for uri in ("yuanqu://documents/" + CLOSED["document"], "yuanqu://facts/" + CLOSED["fact"],
                "yuanqu://documents/x", "yuanqu://nothing/1", "file:///etc/passwd"):  # fmt: skip
        try:
            found: Any = (await client.read_resource(uri)).contents[0]
            codes.append(found.text)
        except MCPError as error:
            codes.append(error.code)
    return codes


CLOSED: dict[str, str] = {}


def test_what_another_company_keeps_is_not_there(door: Door):
    CLOSED.update(document=door.made["closed_document"], fact=door.made["closed_fact"])
    assert door.over_http("hanmei", read_closed) == [-32602] * 5
    texts = door.over_http("lilei", read_closed)
    assert "内部制度" in texts[0]
    assert json.loads(texts[1])["address"].endswith(f"/facts/{CLOSED['fact']}/")


def test_a_token_that_opens_nothing_is_refused(door: Door):
    for authorization in ("Bearer yq_0_0", "Bearer", "Basic x", ""):
        answer = door.post(Authorization=authorization)
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.json()["code"] == "accounts.not_logged_in"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example"}, 421),
        ({"Host": "127.0.0.1.evil.example:1"}, 421),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Content-Type": "text/plain"}, 400),
    ],
)
def test_another_host_or_origin_is_kept_out_before_the_token_is_looked_at(
    door: Door, headers: dict[str, str], status: int
):
    for token in ("", f"Bearer {door.made['hanmei']}"):
        assert door.post(**headers, Authorization=token).status_code == status


def test_the_parks_own_pages_and_this_machine_are_let_in(door: Door):
    for origin in ("https://park.example", "http://localhost:3000"):
        assert door.post(Origin=origin, Host="park.example").status_code == 200


def test_a_body_beyond_measure_is_refused(door: Door):
    headers = {"Authorization": f"Bearer {door.made['hanmei']}"}
    body = {"jsonrpc": "2.0", "id": 1, "method": "ping", "params": {"x": "x" * 300_000}}
    assert httpx2.post(door.url, json=body, headers=headers, timeout=30).status_code == 413


def test_too_many_calls_are_put_off(door: Door):
    token = f"Bearer {door.made['busy']}"
    statuses = [door.post(Authorization=token).status_code for _ in range(70)]
    assert statuses.count(200) in range(55, 61 + 60)  # a minute may turn meanwhile
    assert 429 in statuses or statuses.count(200) == 70
    last = door.post(Authorization=token)
    if last.status_code == 429:
        assert 0 < int(last.headers["retry-after"]) <= 60
        assert last.json()["code"] == "assistant.too_many_calls"


def test_a_revoked_token_stops_a_program_that_runs(door: Door):
    async def talk(client: Client) -> Any:
        before = await client.call_tool("read_scoreboard", {})
        door.does("revoke")
        with pytest.raises(MCPError) as caught:
            await client.call_tool("read_scoreboard", {})
        return before.is_error, caught.value.message

    was_error, said = door.over_stdio("short_lived", talk)
    assert was_error is False
    assert "revoked" in said or "撤销" in said


def test_without_a_token_it_says_how_to_get_one(door: Door):
    said = subprocess.run(
        [sys.executable, "-m", "yuanqu", "mcp"], env=door.park.environment, cwd=ROOT,
        capture_output=True, text=True, timeout=60, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert said.returncode == 78
    assert "yuanqu token create" in said.stderr
    assert said.stdout == ""


def test_a_wrong_token_is_a_plain_no(door: Door):
    said = subprocess.run(
        [sys.executable, "-m", "yuanqu", "mcp"],
        env=door.park.environment | {"YUANQU_TOKEN": "yq_0_0"}, cwd=ROOT,
        capture_output=True, text=True, timeout=60, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert (said.returncode, said.stdout) == (1, "")


def test_nothing_but_the_protocol_is_written_to_standard_output(door: Door, tmp_path: Path):
    hello = {
        "jsonrpc": "2.0", "id": 1, "method": "initialize",
        "params": {"protocolVersion": "2025-06-18", "capabilities": {},
                   "clientInfo": {"name": "t", "version": "1"}},
    }  # fmt: skip
    said = subprocess.run(
        [sys.executable, "-m", "yuanqu", "mcp"],
        env=door.park.environment | {"YUANQU_TOKEN": door.made["hanmei"]}, cwd=ROOT,
        input=json.dumps(hello) + "\nno json\n", capture_output=True, text=True, timeout=60,
        check=False,
    )  # fmt: skip
    lines = [json.loads(line) for line in said.stdout.splitlines()]
    assert lines[0]["result"]["serverInfo"]["name"] == "yuanqu"
    assert os.linesep.join(map(json.dumps, lines)).count("jsonrpc") == len(lines)
