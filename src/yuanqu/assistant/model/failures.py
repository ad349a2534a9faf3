"""Why a model gave nothing that may be used."""


class ModelFailed(Exception):
    """No usable answer; `code` says why. It carries no text of the question or the answer."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
