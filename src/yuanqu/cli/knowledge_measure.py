"""`yuanqu knowledge train` and `answer`: learning and measuring on files, without any park."""

import json
from pathlib import Path

import click

from yuanqu.cli.progress import Stages
from yuanqu.cli.words import gettext as _

STEPS = {
    "questions": _("Passages of each question"),
    "ranking": _("Ranking, out of fold"),
    "quotes": _("Quotes of each question"),
    "certainty": _("Certainty"),
}
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("train", help=_("Learn from documents and questions with known answers."))
@click.option("--documents", required=True, multiple=True, type=FILE, help=_("JSON Lines."))
@click.option("--questions", required=True, multiple=True, type=FILE, help=_("JSON Lines."))
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path))
def train(documents: tuple[Path, ...], questions: tuple[Path, ...], out: Path) -> None:
    """The first file of questions is about the first of documents, and so on."""
    from yuanqu.knowledge.measuring import answers, rows, training

    if len(documents) != len(questions):
        raise click.ClickException(_("As many files of questions as of documents are needed."))
    try:
        sets = [
            (rows.documents(texts), rows.judged(asked))
            for texts, asked in zip(documents, questions, strict=True)
        ]
        with Stages(STEPS) as stages:
            model = training.train_on(sets, stages.told)
    except (rows.RowError, training.TrainingError) as error:
        raise click.ClickException(str(error)) from error
    answers.keep(model, out)
    click.echo(
        _("An answer is given from {answer:.2f} on, and refused below {refuse:.2f}.").format(
            answer=model.answer_from, refuse=model.refuse_below
        )
    )


@click.command("answer", help=_("Answer questions from documents; one JSON object a line."))
@click.option("--documents", required=True, type=FILE, help=_("JSON Lines."))
@click.option("--questions", required=True, type=FILE, help=_("JSON Lines."))
@click.option("--model", type=FILE, help=_("What train made; the shipped one, if not given."))
@click.option("--top", default=10, type=click.IntRange(1, 100), help=_("Passages of each."))
def answer(documents: Path, questions: Path, model: Path | None, top: int) -> None:
    """In the order of the questions, to the standard output."""
    from yuanqu.engines.answering import ModelError
    from yuanqu.knowledge.measuring import answers, rows

    try:
        for line in answers.answered(documents, questions, model, top):
            click.echo(json.dumps(line, ensure_ascii=False))
    except (rows.RowError, ModelError) as error:
        raise click.ClickException(str(error)) from error
