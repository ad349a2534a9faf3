"""Which fields a form shows, given the answers so far."""

from yuanqu.engines.forms.schema import Answer, Answers, Condition, Form, Test, When


def holds(when: When | None, answers: Answers) -> bool:
    """Whether the condition holds for these answers; no condition always does."""
    if when is None:
        return True
    results = (
        holds(part, answers) if isinstance(part, When) else _passes(part, answers)
        for part in when.parts
    )
    joined = all(results) if when.every else any(results)
    return joined != when.negated


def shown(form: Form, answers: Answers) -> frozenset[str]:
    """The codes of the fields that these answers show.

    A field looks only at fields before it, and a hidden field's answer counts as not given, so
    that one pass in order settles everything.
    """
    visible: dict[str, Answer] = {}
    codes: set[str] = set()
    for field in form.fields:
        if not holds(field.when, visible):
            continue
        codes.add(field.code)
        if field.code in answers:
            visible[field.code] = answers[field.code]
    return frozenset(codes)


def _passes(condition: Condition, answers: Answers) -> bool:
    answer, value = answers.get(condition.field), condition.value
    if condition.test == Test.ANSWERED:
        return (answer is not None) == value
    if answer is None:
        return False
    match condition.test:
        case Test.IS:
            # True == 1 in Python; a yes is not the number one.
            return answer == value and isinstance(answer, bool) == isinstance(value, bool)
        case Test.IN:
            return isinstance(value, list) and answer in value
        case Test.HOLDS:
            return isinstance(answer, list) and value in answer
        case Test.AT_LEAST:
            return _compare(answer, value) >= 0
        case _:
            return _compare(answer, value) <= 0


def _compare(answer: Answer, value: Answer) -> int:
    """Numbers as numbers, dates as their ISO text; the reader made sure that the two agree."""
    if isinstance(answer, int) and isinstance(value, int):
        return (answer > value) - (answer < value)
    return (str(answer) > str(value)) - (str(answer) < str(value))
