"""The one way out: what an answer points to is not asked, and nothing but the web is."""

from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request

import pytest

from tests.organizations.pulled import stub_source
from yuanqu.accounts.outgoing import asked


def test_an_answer_is_read():
    with stub_source() as stub:
        stub.says("/here", b"found")
        with asked(Request(stub.at("/here")), 5) as answer:
            assert (answer.status, answer.read()) == (200, b"found")


def test_a_redirect_is_an_error_and_is_not_followed():
    with stub_source() as stub:
        stub.says("/here", b"", status=302, Location=stub.at("/inside"))
        stub.says("/inside", b"secret")
        with pytest.raises(HTTPError) as refused:
            asked(Request(stub.at("/here")), 5)
        refused.value.close()
        assert refused.value.code == 302
        assert [path for path, _token in stub.asked] == ["/here"]


def test_a_proxy_of_the_environment_is_not_asked(monkeypatch: pytest.MonkeyPatch):
    with stub_source() as stub, stub_source() as proxy:
        monkeypatch.setenv("http_proxy", proxy.at(""))
        monkeypatch.delenv("no_proxy", raising=False)
        stub.says("/here", b"found")
        with asked(Request(stub.at("/here")), 5) as answer:
            assert answer.read() == b"found"
        assert proxy.asked == []


def test_nothing_but_the_web_is_opened(tmp_path: Path):
    file = tmp_path / "secret"
    file.write_text("secret")
    with pytest.raises(ValueError, match="no address of the web"):
        asked(Request(file.as_uri()), 5)
