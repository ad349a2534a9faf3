"""A real Chromium on a real demonstration park, started once for all browser tests."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
START_SECONDS = 120


@dataclass(frozen=True)
class Park:
    """Where the park is served, and the log-ins of its cast."""

    address: str
    passwords: dict[str, str]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(START_SECONDS * 4):
        if server.poll() is not None:
            raise RuntimeError(f"The park stopped with exit code {server.returncode}.")
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.25)
    raise TimeoutError(address)


@pytest.fixture(scope="session")
def park(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Park]:
    """The demonstration, served by the command that everyone uses."""
    home, port = tmp_path_factory.mktemp("park"), free_port()
    given = {"YUANQU_HOME": str(home), "PYTHONPATH": os.pathsep.join(sys.path)}
    drop = {"DJANGO_SETTINGS_MODULE", "YUANQU_STATIC", "YUANQU_DATABASE_URL"}
    kept = {name: value for name, value in os.environ.items() if name not in drop}
    command = [sys.executable, "-m", "yuanqu", "demo", "--port", str(port)]
    with (home / "log").open("wb") as log:
        server = subprocess.Popen(command, env=kept | given, stdout=log, stderr=log)
        try:
            wait_for(f"http://127.0.0.1:{port}/", server)
            passwords = json.loads((home / "demo-passwords.json").read_text())
            yield Park(f"http://127.0.0.1:{port}", passwords)
        finally:
            server.terminate()
            server.wait(20)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.skip("There is no Chromium on this machine.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(SWITCHES))
        yield browser
        browser.close()


Open = Callable[..., Page]


@pytest.fixture
def open_page(park: Park, chromium: Browser) -> Iterator[Open]:
    """Opens a new browser window: language, width and whatever else Playwright's context takes."""
    contexts: list[BrowserContext] = []

    def opened(
        path: str = "/", language: str = "zh-CN", width: int = 1280, **given: object
    ) -> Page:
        context = chromium.new_context(
            base_url=park.address,
            locale=language,
            viewport={"width": width, "height": 900},
            **given,  # type: ignore[arg-type]
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()


def log_in(page: Page, park: Park, username: str, language: str = "zh-CN") -> None:
    """Log in through the page, as a person does, and choose the language anew."""
    page.goto("/accounts/login/")
    page.fill("#id_login", username)
    page.fill("#id_password", park.passwords[username])
    page.click("main button[type=submit]")
    page.wait_for_url(f"{park.address}/")
    other = page.locator(".site-me button[name=language]")
    if other.get_attribute("value") == ("en" if language.startswith("en") else "zh-hans"):
        other.click()
        page.wait_for_load_state()
