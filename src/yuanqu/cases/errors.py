"""The refusals of cases that carry more than a code and facts."""

from yuanqu.accounts.errors import Refused
from yuanqu.engines.forms.checking import FieldError


class AnswersRefused(Refused):
    """The form cannot be sent as it is; `errors` says for each field what is wrong."""

    def __init__(self, errors: tuple[FieldError, ...]) -> None:
        super().__init__("cases.answers_refused", count=str(len(errors)))
        self.errors = errors
