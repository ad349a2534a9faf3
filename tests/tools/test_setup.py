"""Setting up: what is done is not done twice, and what is gone is done again."""

import sys

import pytest

from tools import setup, vendor


@pytest.fixture(autouse=True)
def stamps(tmp_path, monkeypatch):
    monkeypatch.setattr(setup, "STAMPS", tmp_path / "stamps.json")


def test_step_runs_once_for_the_same_stamp(capsys):
    made = []
    setup.step("pages", "one", "pages", lambda: made.append(1))
    setup.step("pages", "one", "pages", lambda: made.append(2))
    setup.step("pages", "two", "pages", lambda: made.append(3))
    assert made == [1, 3]
    assert [line.split(" …")[0] for line in capsys.readouterr().out.splitlines()] == ["· pages"] * 2


def test_failed_step_is_tried_again():
    def fail() -> None:
        raise OSError("no room")

    with pytest.raises(OSError, match="no room"):
        setup.step("pages", "one", "pages", fail)
    assert setup.stamps() == {}


def test_forgotten_step_runs_again():
    setup.step("pages", "one", "pages", lambda: None)
    setup.forget("pages")
    assert setup.stamps() == {}


def test_failing_command_shows_what_it_said():
    with pytest.raises(SystemExit) as caught:
        setup.run(sys.executable, "-c", "print('no room'); raise SystemExit(3)")
    assert "no room" in str(caught.value)


@pytest.mark.parametrize(
    ("content", "served"),
    [
        (b"a{}\n/*# sourceMappingURL=a.css.map */", b"a{}\n"),
        (b"f()\n//# sourceMappingURL=a.js.map\n", b"f()\n"),
        (b"f()\n", b"f()\n"),
        (b"//# sourceMappingURL=not-last\nf()", b"//# sourceMappingURL=not-last\nf()"),
    ],
)
def test_pointer_to_a_source_map_is_left_out(content, served):
    assert vendor.without_source_map(content) == served
