"""The sentence for each refusal of the assistant, and for what there is to know of an answer."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yuanqu.assistant.cards.wording import SENTENCES as CARDS
from yuanqu.assistant.model.wording import SENTENCES as SUPPORT

SENTENCES: dict[str, str | Promise] = {
    **CARDS,
    **SUPPORT,
    # asking
    "assistant.nothing_asked": _("Write a question first."),
    "assistant.no_words": _("There are no words in this question. Write what you want to know."),
    "assistant.too_long": _(
        "This question has %(length)s characters; at most %(most)s are read. Say it in a few "
        "sentences."
    ),
    "assistant.too_many_questions": _(
        "That was a lot of questions in one minute. Ask again in %(seconds)s seconds."
    ),
    "assistant.not_your_conversation": _("This conversation is somebody else's."),
    "assistant.unknown_pack": _("There is no pack called “%(pack)s” that you may ask about."),
    # what there is to know of an answer
    "assistant.of_the_past": _(
        "You asked about the past: this held on %(day)s and is not in force any more."
    ),
    "assistant.newer_wins": _("An older document says otherwise; the newer one is quoted."),
    "assistant.draft_among": _(
        "Among these is a draft for comments (征求意见稿). It is not in force."
    ),
    "assistant.clarify": _("The question may be too short: say which matter, year or place."),
    "assistant.out_of_scope": _("This does not seem to be about the park or its services."),
    # dangers
    "assistant.urgent_despair": _(
        "If you are thinking of harming yourself, talk to somebody now. You are not alone."
    ),
    "assistant.urgent_fire": _(
        "If something is burning or leaking: get out, warn others, and call from outside."
    ),
    "assistant.urgent_medical": _(
        "If somebody is in danger of life: call an ambulance now and stay with them."
    ),
    "assistant.urgent_violence": _("If somebody is threatened: get to safety and call the police."),
    "assistant.urgent_unclear": _("If somebody is in danger, call one of these numbers now."),
    # curating and measuring
    "assistant.not_a_curator": _("Only whoever keeps this pack may do this."),
    "assistant.no_evaluation_questions": _("The pack “%(pack)s” has no evaluation questions yet."),
    "assistant.evaluate_as_somebody": _(
        "This pack is not public: say with --as whose eyes the evaluation reads with."
    ),
    "assistant.gate_closed": _("Worse than the run that was last accepted: %(figures)s."),
    # speech
    "assistant.no_speech": _("Spoken questions are not set up here. Type yours."),
    "assistant.speech_failed": _("The recording could not be understood. Type your question."),
}
