"""What a model adds where one is set up: it understands and words, and asserts nothing of its own.

Each step may fail, and then the answer is what it would have been without it. The time of all
steps together is that of one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from time import monotonic

from yuanqu.accounts.models import User
from yuanqu.assistant import model
from yuanqu.assistant.answering import reply_to
from yuanqu.assistant.models import Band, Route
from yuanqu.assistant.replies import Asked, Composed, Note, Quote, Reply
from yuanqu.assistant.urgent import danger_in
from yuanqu.knowledge.models import Access, Version

MOST_PASSAGES = 6
# What the model says of a question that the documents do not answer, as the asker is told.
HINTS = {
    model.Route.CLARIFY: Note("assistant.clarify"),
    model.Route.OUT_OF_SCOPE: Note("assistant.out_of_scope"),
}


@dataclass(frozen=True, slots=True)
class Steps:
    """The budget of the steps, and until when they may take."""

    budget: model.Budget
    until: float = field(default_factory=lambda: monotonic() + _seconds())

    @property
    def left(self) -> float:
        """Seconds that are left for what follows."""
        return self.until - monotonic()


def model_label() -> str:
    """The name of the model that is set up; nothing where none is."""
    endpoint = model.configured()
    return endpoint.model if endpoint else ""


def reply_with_model(asked: Asked, budget: model.Budget) -> Reply:
    """The reply, understood with what was said before and worded by the model where one is there.

    Somebody in danger is answered without waiting for any model. Raises `Refused` as `reply_to`.
    """
    if not model_label() or danger_in(asked.text):
        return reply_to(asked)
    steps = Steps(budget)
    reply = reply_to(_alone(asked, steps))
    if reply.route != Route.KNOWLEDGE:
        return reply
    if reply.band == Band.ANSWER:
        return _worded(asked, reply, steps)
    return _routed(asked, reply, steps)


def _seconds() -> float:
    endpoint = model.configured()
    return float(endpoint.seconds) if endpoint else 0.0


def _alone(asked: Asked, steps: Steps) -> Asked:
    """The question as it stands alone, where it leans on what was said before."""
    if not asked.history:
        return asked
    past = _past(asked)
    text = model.rewrite(asked.text, past, budget=steps.budget, within=steps.left)
    return replace(asked, text=text) if text else asked


def _routed(asked: Asked, reply: Reply, steps: Steps) -> Reply:
    found = model.route(asked.text, budget=steps.budget, within=steps.left)
    if found == model.Route.CRISIS:
        return Reply(Route.URGENT, Band.ANSWER, 1.0, urgent="unclear")
    hint = HINTS.get(found) if found else None
    return replace(reply, notes=(*reply.notes, hint)) if hint else reply


def _worded(asked: Asked, reply: Reply, steps: Steps) -> Reply:
    quotes = _quotes(reply)
    passages = _passages(quotes)
    made = model.compose(asked.text, _past(asked), passages, budget=steps.budget, within=steps.left)
    if made is None:
        return reply
    cited = {int(key) for sentence in made.sentences for key in sentence.passages}
    shown = [number for number in range(len(quotes)) if number < len(reply.quotes)]
    shown += [number for number in sorted(cited) if number >= len(reply.quotes)]
    place = {number: at for at, number in enumerate(shown)}
    sentences = tuple(
        (sentence.text, tuple(place[int(key)] for key in sentence.passages))
        for sentence in made.sentences
    )
    return replace(
        reply,
        quotes=tuple(quotes[number] for number in shown),
        composed=Composed(sentences, made.model, made.filing_number),
    )


def _quotes(reply: Reply) -> list[Quote]:
    """What is quoted, and the next best passages that do not overlap it."""
    others = [
        each
        for each in reply.ranked
        if not any(
            each.version == quote.version and each.start < quote.end and quote.start < each.end
            for quote in reply.quotes
        )
    ]
    return [*reply.quotes, *others][: max(MOST_PASSAGES, len(reply.quotes))]


def _passages(quotes: Sequence[Quote]) -> list[model.Passage]:
    rows = Version.objects.filter(pk__in={quote.version for quote in quotes})
    held: Mapping[object, Version] = {version.pk: version for version in rows}
    return [
        model.Passage(
            str(number),
            held[quote.version].title,
            held[quote.version].text[quote.start : quote.end],
            held[quote.version].access == Access.PUBLIC,
        )
        for number, quote in enumerate(quotes)
    ]


def _past(asked: Asked) -> list[model.Past]:
    """What was said before. Whoever is not logged in was told public things alone."""
    is_public = not isinstance(asked.viewer, User)
    return [
        model.Past(question, answer, is_refused=not answer, is_public=is_public)
        for question, answer in asked.history
    ]
