"""Ask, read one's answers again, say what one thinks of them."""

from datetime import date, datetime
from typing import Self
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema

from yuanqu.accounts.access import Viewer
from yuanqu.accounts.errors import Refused
from yuanqu.accounts.wording import sentence
from yuanqu.api.callers import name_of
from yuanqu.api.errors import READ_ERRORS, WRITE_ERRORS
from yuanqu.api.reading import caller_of
from yuanqu.assistant import actions, queries
from yuanqu.assistant.models import Conversation, Feedback, Rating, Turn
from yuanqu.assistant.pace import demand_pace
from yuanqu.assistant.showing import Shown, ShownQuote, shown
from yuanqu.knowledge.access import packs_visible_to
from yuanqu.knowledge.models import Pack
from yuanqu.knowledge.publishing import passage_url

router = Router(tags=["Ask"])
READ, WRITE = "ask:read", "ask:write"
LONGEST = 20_000  # above what is read, so that a long question gets a sentence and no riddle


class AskIn(Schema):
    """A question; `pack` narrows to one subject, `conversation` goes on with an earlier one."""

    question: str = Field(max_length=LONGEST)
    pack: str = Field("", max_length=40)
    conversation: UUID | None = None


class FeedbackIn(Schema):
    """What the asker says of an answer."""

    rating: Rating
    note: str = Field("", max_length=500)


class QuoteOut(Schema):
    """Characters [start, end) of a version's text; `spans` of the same text answer."""

    version: UUID
    document: str
    title: str
    issuer: str
    document_number: str
    issued_on: date | None
    effective_from: date | None
    effective_to: date | None
    version_number: int
    standing: str
    article: str
    heading: str
    start: int
    end: int
    text: str
    spans: list[tuple[int, int]]
    url: str

    @classmethod
    def of(cls, found: ShownQuote) -> Self:
        """From what a page shows."""
        version, quote = found.version, found.quote
        return cls(
            version=version.pk,
            document=version.document.key,
            title=version.title,
            issuer=version.issuer,
            document_number=version.document_number,
            issued_on=version.issued_on,
            effective_from=version.effective_from,
            effective_to=version.effective_to,
            version_number=version.number,
            standing=found.standing.value,
            article=found.article,
            heading=found.heading,
            start=quote.start,
            end=quote.end,
            text="".join(part.text for part in found.parts),
            spans=list(quote.spans),
            url=passage_url(version, quote.start, quote.end),
        )


class NumberOut(Schema):
    """A number to call in an emergency."""

    number: str
    zh: str
    en: str


class SentenceOut(Schema):
    """A generated sentence with the numbers (from 1) of the quotes that it rests on."""

    text: str
    cited: list[int]


class TurnOut(Schema):
    """A question with its answer. `band` is answer, closest or refuse.

    `generated` is written by the model that is named beside it; whoever shows it shows that too.
    """

    id: UUID
    conversation: UUID
    question: str
    route: str
    band: str
    confidence: float
    answer: str
    quotes: list[QuoteOut]
    generated: list[SentenceOut]
    model: str
    filing_number: str
    notes: list[str]
    call: list[NumberOut]
    source_gone: bool
    on: date
    asked_at: datetime
    rating: str

    @classmethod
    def of(cls, found: Shown) -> Self:
        """From what a page shows."""
        turn = found.turn
        numbers = found.danger.numbers if found.danger else ()
        feedback: Feedback | None = getattr(turn, "feedback", None)
        return cls(
            id=turn.pk,
            conversation=turn.conversation_id,
            question=turn.question,
            route=turn.route,
            band=turn.band,
            confidence=turn.confidence,
            answer=found.text,
            quotes=[QuoteOut.of(quote) for quote in found.quotes],
            generated=[
                SentenceOut(text=each.text, cited=list(each.cited)) for each in found.composed
            ],
            model=turn.model_label,
            filing_number=turn.filing_number,
            notes=[sentence(code, facts) for code, facts in found.notes],
            call=[
                NumberOut(number=each.number, zh=each.names.zh, en=each.names.en)
                for each in numbers
            ],
            source_gone=found.is_gone,
            on=turn.on,
            asked_at=turn.asked_at,
            rating=feedback.rating if feedback else "",
        )


@router.post("/ask", response={200: TurnOut, **WRITE_ERRORS})
def ask(request: HttpRequest, body: AskIn) -> TurnOut:
    """Ask. It is kept with the caller's conversations; of who is not logged in, with the id alone.

    Equal questions of equal rights get equal answers.
    """
    caller = caller_of(request)
    viewer = caller.demand(WRITE)
    demand_pace(name_of(request, caller))
    turn = actions.ask(
        asker=viewer,
        text=body.question,
        pack=_pack(viewer, body.pack),
        conversation=_conversation(viewer, body.conversation),
    )
    return _shown(viewer, turn)


@router.get("/turns/{id}", response={200: TurnOut, **READ_ERRORS})
def read_turn(request: HttpRequest, id: UUID) -> TurnOut:
    """One of the caller's questions with its answer, as far as its sources still open."""
    viewer = caller_of(request).demand(READ)
    return _shown(viewer, _turn(viewer, id))


@router.post("/turns/{id}/feedback", response={200: TurnOut, **WRITE_ERRORS})
def give_feedback(request: HttpRequest, id: UUID, body: FeedbackIn) -> TurnOut:
    """Say what one thinks of an answer; saying it again replaces it."""
    viewer = caller_of(request).demand(WRITE)
    turn = _turn(viewer, id)
    actions.give_feedback(actor=viewer, turn=turn, rating=body.rating, note=body.note)
    return _shown(viewer, _turn(viewer, id))


def _shown(viewer: Viewer, turn: Turn) -> TurnOut:
    return TurnOut.of(shown([turn], viewer, timezone.localdate())[0])


def _turn(viewer: Viewer, id: UUID) -> Turn:
    turn = queries.turn_of(viewer, "", id).first()
    if turn is None:
        raise Http404
    return turn


def _conversation(viewer: Viewer, id: UUID | None) -> Conversation | None:
    if id is None:
        return None
    found = queries.conversation_of(viewer, "", id).first()
    if found is None:
        raise Http404
    return found


def _pack(viewer: Viewer, slug: str) -> Pack | None:
    if not slug:
        return None
    pack = packs_visible_to(viewer).filter(slug=slug).first()
    if pack is None:
        raise Refused("assistant.unknown_pack", pack=slug)
    return pack
