"""Opening the park: its home and its collected files."""

import shutil

import pytest

from yuanqu.cli import park
from yuanqu.cli.failures import Exit, Failure


def test_home_is_made_where_there_is_none(tmp_path, monkeypatch):
    monkeypatch.setenv("YUANQU_HOME", str(tmp_path / "deep" / "home"))
    assert park.make_home() == tmp_path / "deep" / "home"
    assert (tmp_path / "deep" / "home").is_dir()


def test_home_without_room_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("YUANQU_HOME", str(tmp_path))
    monkeypatch.setattr(park, "LEAST_FREE_BYTES", shutil.disk_usage(tmp_path).total + 1)
    with pytest.raises(Failure) as caught:
        park.make_home()
    assert caught.value.exit_code == Exit.CANNOT_WRITE


def test_files_are_collected_again_only_when_one_of_them_changed(tmp_path, settings):
    source = tmp_path / "source"
    source.mkdir()
    (source / "page.css").write_text("a { color: teal }")
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "collected"
    assert park.collect_static()
    assert not park.collect_static()
    (source / "page.css").write_text("a { color: navy }\n")
    assert park.collect_static()
    assert (tmp_path / "collected" / "page.css").read_text() == "a { color: navy }\n"
