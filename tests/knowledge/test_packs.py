"""A pack is a folder: loaded whole or not at all, and again without doing anything twice."""

import json
from pathlib import Path

import pytest
from django.utils import translation

from tests.factories import PartyFactory, assistant, official, stranger
from tests.knowledge.factories import faq, found, version
from tests.organizations.factories import CREDIT_CODE, OrganizationFactory
from yuanqu.accounts.errors import Conflict, Forbidden, Refused
from yuanqu.accounts.wording import sentence
from yuanqu.engines.names import Names
from yuanqu.knowledge import queries
from yuanqu.knowledge.actions import PackDraft, add_pack, change_pack, load_pack, withdraw_faq
from yuanqu.knowledge.models import Access, Document, EvaluationQuestion, Faq, Pack, Version
from yuanqu.search.access import party_token
from yuanqu.search.models import Outbox

pytestmark = pytest.mark.django_db

TOP = """slug = "government"
audience = "companies"
[names]
zh = "政务服务"
en = "Government services"
[about]
zh = "办事大厅的事项。"
en = "What the hall handles."
"""
DOCUMENT = """---
key: license
issuer: 示例中心
effective_from: 2024-04-01
---
# 企业设立登记

## 材料
身份证原件和**租房合同**。
"""
FAQ = {
    "key": "hours",
    "question": "几点开门？",
    "variants": ["开门时间"],
    "answer": "九点。",
    "document": "license",
}
GOLD = {"document": "license", "text": "身份证原件和租房合同"}
QUESTIONS = [
    {"id": "q1", "question": "要带什么", "gold": [GOLD]},
    {"id": "q2", "question": "几点开门", "faq": "hours"},
    {"id": "q3", "question": "明天下雨吗", "refuse": True, "on": "2024-05-01"},
]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A whole pack."""
    made = tmp_path / "government"
    (made / "documents").mkdir(parents=True)
    (made / "pack.toml").write_text(TOP)
    (made / "documents" / "a.md").write_text(DOCUMENT)
    (made / "documents" / "hall.txt").write_text("大厅在一楼。")
    write(made / "faq.jsonl", FAQ)
    (made / "synonyms.txt").write_text("# 说法\n营业执照，执照\n取号, 排队; 0.6\n")
    write(made / "evaluation.jsonl", *QUESTIONS)
    (made / "intents.yaml").write_text("- name: take_number\n")
    return made


def write(path: Path, *lines: object) -> None:
    """JSON Lines."""
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines))


def test_a_folder_is_loaded_with_all_it_holds(folder: Path):
    loaded = load_pack(folder)
    held = loaded.pack
    assert (loaded.documents, loaded.faqs, loaded.questions) == (2, 1, 3)
    assert (held.slug, held.names, held.audience, held.is_open) == (
        "government", Names("政务服务", "Government services"), "companies", True,
    )  # fmt: skip
    made = Version.objects.get(document__key="license")
    assert (made.title, made.issuer, made.audience) == ("企业设立登记", "示例中心", "companies")
    assert made.text == "企业设立登记\n\n材料\n身份证原件和租房合同。"
    assert held.synonyms == [
        {"words": ["营业执照", "执照"], "weight": 0.8}, {"words": ["取号", "排队"], "weight": 0.6},
    ]  # fmt: skip
    assert held.settings["intents"] == [{"name": "take_number"}]
    assert Faq.objects.get().document == made.document
    assert list(EvaluationQuestion.objects.values_list("key", "faq", "on__year")) == [
        ("q1", "", None), ("q2", "hours", None), ("q3", "", 2024),
    ]  # fmt: skip
    assert [hit.title for hit in found("租房合同")] == ["企业设立登记 · 材料"]
    assert [hit.title for hit in found("开门时间", kind="faq")] == ["几点开门？"]


def test_loading_it_again_changes_nothing(folder: Path):
    load_pack(folder)
    before = list(Outbox.objects.values_list("pk", flat=True))
    load_pack(folder)
    assert list(Outbox.objects.values_list("pk", flat=True)) == before
    assert (Pack.objects.count(), Version.objects.count(), Faq.objects.count()) == (1, 2, 1)


def test_what_differs_is_changed_and_what_is_gone_is_withdrawn(folder: Path):
    held = load_pack(folder).pack
    own = version(held, key="own")
    mine = faq(held, question="谁写的？", key="mine")
    (folder / "documents" / "hall.txt").unlink()
    (folder / "documents" / "a.md").write_text(DOCUMENT.replace("身份证", "护照"))
    (folder / "faq.jsonl").unlink()
    write(folder / "evaluation.jsonl", *QUESTIONS[2:])
    load_pack(folder)
    versions = Version.objects.filter(document__key="license")
    assert list(versions.values_list("number", "replaced_on__year")) == [(2, None), (1, 2024)]
    gone = Document.objects.exclude(withdrawn_at=None)
    assert [document.key for document in gone] == ["hall"]
    assert list(queries.faq_entries(official(), held)) == [mine]
    assert EvaluationQuestion.objects.count() == 1
    own.document.refresh_from_db()
    assert own.document.withdrawn_at is None


@pytest.mark.parametrize(
    ("file", "content", "cause"),
    [
        ("pack.toml", "slug = ", "pack.toml"),
        ("pack.toml", 'slug = "a"\n[names]\nzh = ""', "Chinese name"),
        ("pack.toml", TOP.replace("government", "Government"), "new"),
        ("pack.toml", TOP.replace("audience", "audiense"), "audiense?"),
        ("documents/b.md", "---\nstatus: valid\n---\n文。", "b.md"),
        ("documents/b.md", DOCUMENT, "license"),
        ("documents/b.md", "", "b.md"),
        ("faq.jsonl", '{"question": "几点开门？"}', "faq.jsonl"),
        ("faq.jsonl", '{"question": "问", "answer": "答", "document": "no"}', "document"),
        ("faq.jsonl", "nothing", "faq.jsonl"),
        ("synonyms.txt", "执照", "synonyms.txt"),
        ("synonyms.txt", "执照, 证; 2", "synonyms.txt"),
        ("evaluation.jsonl", '{"id": "1", "question": "问"}', "gold | faq | refuse"),
        ("evaluation.jsonl", '{"id": "1", "question": "问", "faq": "no"}', "faq"),
        (
            "evaluation.jsonl",
            '{"id": "1", "question": "问", "gold": [{"document": "license", "text": "没有的话"}]}',
            "没有的话",
        ),
        ("intents.yaml", "[", "intents.yaml"),
    ],
)
def test_one_fault_and_nothing_is_written(folder: Path, file: str, content: str, cause: str):
    (folder / file).write_text(content)
    with pytest.raises(Refused) as refused:
        load_pack(folder)
    with translation.override("en"):
        assert cause in sentence(refused.value.code, refused.value.facts)
    assert (Pack.objects.count(), Document.objects.count(), Faq.objects.count()) == (0, 0, 0)


def test_a_folder_that_is_none_says_so(tmp_path: Path):
    with pytest.raises(Refused) as refused:
        load_pack(tmp_path)
    assert refused.value.code == "knowledge.pack_file_missing"


def test_a_pack_of_an_organization_is_for_its_people_alone(folder: Path):
    company = OrganizationFactory.create(zh="示例公司", credit_code=CREDIT_CODE).party
    top = TOP.replace("[names]", f'owner = "{CREDIT_CODE}"\naccess = "owner"\n[names]')
    (folder / "pack.toml").write_text(top)
    held = load_pack(folder).pack
    assert held.owner == company
    assert found("租房合同") == []
    assert len(found("租房合同", tokens={party_token(company.pk)})) == 1
    (folder / "pack.toml").write_text(TOP)
    with pytest.raises(Refused):
        load_pack(folder)


def test_an_unknown_owner_is_refused(folder: Path):
    (folder / "pack.toml").write_text(TOP.replace("[names]", f'owner = "{CREDIT_CODE}"\n[names]'))
    with pytest.raises(Refused) as refused:
        load_pack(folder)
    assert refused.value.code == "knowledge.unknown_owner"


def test_an_official_makes_packs_of_the_park_and_a_company_its_own():
    company = PartyFactory.create(label="示例公司")
    wang, li = official(), assistant(company)
    draft = PackDraft(slug="a", names=Names("甲", ""))
    of_company = PackDraft(slug="b", names=Names("乙", ""), owner=company, access=Access.OWNER)
    of_herself = PackDraft(slug="c", names=Names("丁", ""), owner=wang.party)
    for person, refused in (
        (stranger(), draft), (li, draft), (wang, of_company), (wang, of_herself),
    ):  # fmt: skip
        with pytest.raises(Forbidden):
            add_pack(actor=person, draft=refused)
    held = add_pack(actor=wang, draft=draft)
    assert add_pack(actor=li, draft=of_company).owner == company
    with pytest.raises(Conflict):
        add_pack(actor=wang, draft=draft)
    changed = PackDraft(slug="a", names=Names("丙", ""))
    assert change_pack(actor=wang, pack=held, draft=changed).name_zh == "丙"


def test_closing_a_pack_closes_its_answers():
    made = faq()
    held = made.pack
    assert len(found("几点开门", kind="faq")) == 1
    closed = PackDraft(slug=held.slug, names=held.names, access=Access.OWNER)
    change_pack(actor=None, pack=held, draft=closed)
    assert found("几点开门", kind="faq") == []


def test_a_withdrawn_answer_is_given_no_longer():
    made = faq()
    withdraw_faq(actor=official(), faq=made)
    assert found("几点开门", kind="faq") == []
    assert not queries.faq_entries(stranger()).exists()
    assert faq(made.pack, key=made.key).pk == made.pk
    assert len(found("几点开门", kind="faq")) == 1
