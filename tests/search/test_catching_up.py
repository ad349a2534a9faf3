import logging
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db.models.functions import Now

from tests.search.examples import draft, find, found
from yuanqu.search import catching_up, index
from yuanqu.search.actions import catch_up_index, publish, publish_all, rebuild_index, withdraw
from yuanqu.search.catching_up import catch_up, is_behind
from yuanqu.search.models import Document, Outbox
from yuanqu.search.queries import Page

pytestmark = pytest.mark.django_db


def state() -> index.State:
    generation = index.current()
    assert generation is not None
    return generation.state


def test_first_search_makes_the_index() -> None:
    publish(draft())
    assert found("思必驰") == ["organization:1"]
    assert not is_behind(state())


def test_index_is_behind_after_each_kind_of_change_and_then_no_more() -> None:
    catch_up()
    for change in (
        lambda: publish(draft()),
        lambda: publish(draft(title="新名")),
        lambda: withdraw("organization:1"),
        lambda: publish(draft()),
    ):
        change()
        assert is_behind(state())
        catch_up()
        assert not is_behind(state())


def test_catch_up_with_nothing_new_writes_nothing(index_folder: Path) -> None:
    publish_all([draft(), draft("organization:2", "沛嘉医疗")])
    withdraw("organization:2")
    assert catch_up_index() == 1
    before = {path: path.stat().st_mtime_ns for path in index_folder.rglob("*.fast")}
    assert catch_up_index() == 0
    assert {path: path.stat().st_mtime_ns for path in index_folder.rglob("*.fast")} == before


def test_catch_up_finds_a_row_that_was_committed_after_a_later_id() -> None:
    publish_all([draft(), draft("organization:2", "沛嘉医疗")])
    late = Outbox.objects.get(document__key="organization:1")
    Outbox.objects.filter(pk=late.pk).delete()
    catch_up()
    assert found("思必驰") == []
    Outbox.objects.create(id=late.id, document_id=late.document_id, version=late.version)
    assert is_behind(state())
    assert found("思必驰") == ["organization:1"]


def test_full_pass_finds_even_a_row_older_than_the_window() -> None:
    publish_all([draft(), draft("organization:2", "沛嘉医疗")])
    late = Outbox.objects.get(document__key="organization:1")
    Outbox.objects.filter(pk=late.pk).delete()
    catch_up()
    hour_ago = datetime.now(UTC) - timedelta(hours=1)
    Outbox.objects.create(
        id=late.id, document_id=late.document_id, version=late.version, recorded_at=hour_ago
    )
    assert found("思必驰") == []
    assert catch_up_index() == 1
    assert found("思必驰") == ["organization:1"]


def test_new_row_is_seen_although_the_databases_clock_was_set_back() -> None:
    publish(draft())
    catch_up()
    publish(draft("organization:2", "沛嘉医疗"))
    Outbox.objects.filter(document__key="organization:2").update(
        recorded_at=Now() - timedelta(days=1)
    )
    assert found("沛嘉") == ["organization:2"]


def test_index_heals_from_a_change_that_was_rolled_back() -> None:
    publish(draft())
    catch_up()
    Document.objects.all().delete()
    publish(draft("organization:2", "沛嘉医疗"))
    assert (found("思必驰"), found("沛嘉")) == ([], ["organization:2"])


def test_what_changed_takes_the_place_of_what_was_and_what_is_withdrawn_goes() -> None:
    publish_all([draft(), draft("organization:2", "沛嘉医疗"), draft("organization:3", "示例")])
    catch_up()
    publish_all([draft(title="新名"), draft("organization:3", "示例二")])
    withdraw("organization:2")
    catch_up()
    generation = index.current()
    assert generation is not None
    assert generation.searcher().num_docs == 2


def test_full_pass_drops_what_the_database_does_not_know() -> None:
    publish_all([draft(), draft("organization:2", "沛嘉医疗")])
    catch_up()
    Document.objects.filter(key="organization:2").delete()
    catch_up_index()
    generation = index.current()
    assert generation is not None
    assert generation.searcher().num_docs == 1


def test_bounded_catch_up_leaves_the_rest_due_and_says_so() -> None:
    publish_all([draft(f"organization:{n}", f"示例企业{n}") for n in range(7)])
    assert (catch_up(most=3), is_behind(state())) == (7, True)
    assert (catch_up(most=3), is_behind(state())) == (4, True)
    assert (catch_up(most=3), is_behind(state())) == (1, False)
    assert find("示例企业").total == 7


def test_rebuild_makes_a_new_generation_and_drops_the_old(index_folder: Path) -> None:
    publish_all([draft(), draft("organization:2", "沛嘉医疗")])
    withdraw("organization:2")
    catch_up()
    before = index.current()
    assert rebuild_index() == 1
    after = index.current()
    assert before is not None
    assert after is not None
    assert after.folder != before.folder
    assert [path for path in index_folder.iterdir() if path.is_dir()] == [after.folder]
    assert found("思必驰") == ["organization:1"]


def test_reader_turns_to_the_generation_that_another_process_made() -> None:
    publish(draft())
    assert found("思必驰") == ["organization:1"]
    held = dict(index._open)
    rebuild_index()
    index._open.update(held)
    assert found("思必驰") == ["organization:1"]


@pytest.mark.parametrize("harm", ["missing", "emptied", "garbage", "cut", "flipped"])
@pytest.mark.parametrize("suffix", ["meta.json", ".store", ".idx", ".term", ".fast", "current"])
def test_search_mends_an_index_that_was_harmed(
    harm: str, suffix: str, index_folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR)
    publish_all([draft(), draft("organization:2", "沛嘉医疗")])
    catch_up()
    for path in [each for each in index_folder.rglob("*") if each.name.endswith(suffix)]:
        damage(path, harm)
    index._open.clear()
    publish(draft("organization:3", "思必驰之友"))
    if harm == "flipped" and suffix not in {"meta.json", "current"}:
        find("思必驰")  # a flipped bit inside may only cost a hit; the search must not fail
        return
    assert sorted(found("思必驰")) == ["organization:1", "organization:3"]


def damage(path: Path, harm: str) -> None:
    content = path.read_bytes()
    middle = len(content) // 2
    written = {
        "emptied": b"",
        "garbage": b"garbage!" * 9,
        "cut": content[:middle],
        "flipped": content[:middle]
        + bytes(255 - byte for byte in content[middle:][:8])
        + content[middle + 8 :],
    }
    if harm == "missing":
        path.unlink()
    else:
        path.write_bytes(written[harm])


def test_search_works_again_after_the_whole_folder_was_lost(index_folder: Path) -> None:
    publish(draft())
    assert found("思必驰") == ["organization:1"]
    index_folder.rename(index_folder.with_name("lost"))
    assert found("思必驰") == ["organization:1"]


def test_lost_state_costs_a_full_pass_and_nothing_else() -> None:
    publish(draft())
    catch_up()
    generation = index.current()
    assert generation is not None
    (generation.folder / index.STATE).write_text("{")
    assert is_behind(generation.state)
    assert found("思必驰") == ["organization:1"]
    assert not is_behind(generation.state)


def test_search_reads_on_while_another_holds_the_right_to_write() -> None:
    publish(draft())
    catch_up()
    publish(draft("organization:2", "思必驰之友"))
    with index.writing() as held, index.writing() as held_twice:
        assert (held, held_twice) == (True, False)
        page = find("思必驰")
        assert ([hit.key for hit in page.hits], page.is_complete) == (["organization:1"], False)
        assert rebuild_index() == -1
    assert find("思必驰").total == 2


def test_search_says_that_it_is_not_ready_while_another_makes_the_first_index() -> None:
    publish(draft())
    with index.writing():
        page = find("思必驰")
    assert (page.hits, page.is_complete) == ((), False)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_search_reads_on_when_the_folder_may_not_be_written(index_folder: Path) -> None:
    publish(draft())
    catch_up()
    index_folder.chmod(0o500)
    publish(draft("organization:2", "思必驰之友"))
    page = find("思必驰")
    assert ([hit.key for hit in page.hits], page.is_complete) == (["organization:1"], False)


def test_search_finds_nothing_and_says_so_when_there_is_no_place_for_an_index(
    index_folder: Path,
) -> None:
    index_folder.parent.write_text("a file in the way")
    publish(draft())
    assert find("思必驰") == Page(is_complete=False)


def test_search_reads_on_when_the_disk_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    publish(draft())
    catch_up()
    publish(draft("organization:2", "思必驰之友"))

    def full(*_: object) -> None:
        raise index.IndexBroken("No space left on device")

    monkeypatch.setattr(catching_up, "_write", full)
    page = find("思必驰")
    assert ([hit.key for hit in page.hits], page.is_complete) == (["organization:1"], False)
    monkeypatch.undo()
    assert find("思必驰").total == 2
