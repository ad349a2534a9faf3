"""`yuanqu knowledge`: adding, listing, trying again, loading a pack."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.utils import translation
from pytest_django import Settings

from tests.knowledge import samples
from tests.knowledge.factories import TEXT, pack, version
from yuanqu.accounts.errors import Refused
from yuanqu.cli import knowledge_adding, park
from yuanqu.cli.knowledge import knowledge
from yuanqu.knowledge.folders import shipped_packs
from yuanqu.knowledge.models import Document, Faq, Pack, State, Version

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path) -> Iterator[None]:
    """What opening the park does in an English shell."""
    settings.MEDIA_ROOT, settings.INDEX_ROOT = tmp_path / "store", tmp_path / "index"
    monkeypatch.setattr(park, "open_park", lambda: None)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    with translation.override("en"):
        yield


def run(*words: Any) -> Result:
    return CliRunner().invoke(knowledge, [str(word) for word in words])


def test_files_and_folders_are_added_with_what_is_stated(tmp_path: Path):
    pack()
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "办法.md").write_text(TEXT)
    (tmp_path / "in" / "left-out.exe").write_bytes(b"MZ")
    (tmp_path / "a.pdf").write_bytes(samples.pdf())
    (tmp_path / "faq.csv").write_text("问题,答案\n几点开门,九点。")
    done = run(
        "add", tmp_path / "in", tmp_path / "a.pdf", tmp_path / "faq.csv", "--pack", "government",
        "--issuer", "另一局", "--effective-from", "2024-05-01", "--status", "draft",
    )  # fmt: skip
    assert done.output.splitlines()[-1] == "3 documents and answers added."
    said = Version.objects.values_list("document__key", "issuer", "effective_from__month", "status")
    assert set(said) == {("办法", "另一局", 5, "draft"), ("a", "另一局", 5, "draft")}
    assert Faq.objects.count() == 1


def test_what_cannot_be_read_is_named_and_the_rest_is_added(tmp_path: Path):
    pack()
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.pdf").write_bytes(samples.scan())
    done = run("add", tmp_path, "--pack", "government")
    assert done.exit_code == 1
    assert f"{tmp_path}/b.pdf: This is a scan: its 2 pages are pictures" in done.output
    assert "Files that were not added: 1" in done.output
    assert [each.key for each in Document.objects.all()] == ["a"]


def test_many_texts_of_one_file_are_added_in_batches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    pack()
    monkeypatch.setattr(knowledge_adding, "BATCH", 2)
    lines = [json.dumps({"id": f"d{n}", "text": f"第{n}篇。"}) for n in range(5)]
    (tmp_path / "all.jsonl").write_text("\n".join(lines))
    done = run("add", tmp_path / "all.jsonl", "--pack", "government")
    assert done.output.splitlines()[-1] == "5 documents and answers added."
    assert Document.objects.count() == 5


def test_wrong_usage_is_refused(tmp_path: Path):
    pack()
    (tmp_path / "a.txt").write_text("甲")
    (tmp_path / "b.txt").write_text("乙")
    both = (tmp_path / "a.txt", tmp_path / "b.txt")
    assert run("add", *both, "--pack", "government", "--key", "k").exit_code == 2
    assert run("add", *both).exit_code == 2
    refused = run("add", *both, "--pack", "nothing").exception
    assert isinstance(refused, Refused)
    assert refused.code == "knowledge.no_pack"
    bad_day = run("add", both[0], "--pack", "government", "--issued-on", "gestern").exception
    assert isinstance(bad_day, Refused)


def test_the_list_has_a_line_for_each_document():
    old = version()
    new = version(old.document.pack, TEXT + "三。")
    done = run("list", "--pack", "government")
    assert done.output.splitlines() == [
        f"{new.pk}  government  rules  parsed  in_force  创新奖励办法", "1 documents",
    ]  # fmt: skip
    assert json.loads(run("list", "--json").output)[0]["id"] == str(new.pk)


def test_what_failed_is_read_again(tmp_path: Path):
    made = version()
    Version.objects.filter(pk=made.pk).update(
        state=State.FAILED, text="", error="knowledge.limits", file_sha256="0" * 64,
        file_name="a.txt",
    )  # fmt: skip
    done = run("retry")
    assert done.exit_code == 1
    assert "The store has lost this file." in done.output
    assert done.output.endswith("0 read, 1 could not be read.\n")
    assert isinstance(run("retry", "no-id").exception, Refused)


def test_a_pack_is_loaded_from_its_folder(tmp_path: Path):
    (tmp_path / "pack.toml").write_text('slug = "a"\n[names]\nzh = "甲"\nen = "A"')
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "a.md").write_text(TEXT)
    done = run("pack", "load", tmp_path)
    assert done.output.splitlines()[-1] == "a: 1 documents, 0 answers, 0 questions"
    assert run("pack", "list").output == "a  A  public  1  0\n"
    assert (
        run("pack", "load").exit_code == run("pack", "load", tmp_path, "--shipped").exit_code == 2
    )
    missing = run("pack", "load", "no-such-pack").exception
    assert isinstance(missing, Refused)
    assert missing.code == "knowledge.pack_file_missing"


def test_every_pack_that_is_shipped_is_sound():
    done = run("pack", "load", "--shipped")
    assert done.exception is None
    assert Pack.objects.count() == len(shipped_packs()) > 0
    assert Document.objects.exists()
    assert run("pack", "load", "smart-home").exit_code == 0
