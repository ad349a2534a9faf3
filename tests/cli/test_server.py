"""Where the server listens."""

import pytest

from yuanqu.cli import server
from yuanqu.cli.failures import Exit, Failure


@pytest.mark.parametrize(
    ("host", "is_ours"),
    [
        ("localhost", True),
        ("127.0.0.1", True),
        ("127.8.9.10", True),
        ("::1", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.1.5", False),
        ("localhost.example", False),
        ("", False),
    ],
)
def test_loopback_is_told_from_what_others_reach(host, is_ours):
    assert server.is_loopback(host) == is_ours


def test_address_puts_ipv6_in_brackets():
    assert server.address("::1", 8000) == "http://[::1]:8000/"
    assert server.address("127.0.0.1", 8000) == "http://127.0.0.1:8000/"


def test_address_of_another_machine_cannot_be_listened_on():
    with pytest.raises(Failure) as caught:
        server.require_free_port("192.0.2.1", 0)
    assert caught.value.exit_code == Exit.UNAVAILABLE
    assert caught.value.message.startswith("Cannot listen on 192.0.2.1, port 0: ")
