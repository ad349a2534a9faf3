"""`yuanqu knowledge evaluate`: ask a pack's evaluation questions, and hold the line."""

import click

from yuanqu.accounts.errors import Refused
from yuanqu.accounts.models import User
from yuanqu.assistant.actions import accept_run
from yuanqu.assistant.actions import evaluate as evaluate_pack
from yuanqu.assistant.gate import HIGHER_IS_BETTER, LOWER_IS_BETTER, worse
from yuanqu.assistant.models import EvaluationRun
from yuanqu.cli.words import gettext as _
from yuanqu.knowledge.models import Pack


def evaluate(slug: str, gate: bool, name: str | None) -> None:
    """Print the figures; with the gate a run that holds is accepted, and another is refused."""
    pack = Pack.objects.filter(slug=slug).first()
    if pack is None:
        raise Refused("assistant.unknown_pack", pack=slug[:40])
    actor = _person(name)
    before = pack.evaluation_runs.filter(is_accepted=True).order_by("-at", "-pk").first()
    run = evaluate_pack(actor=actor, pack=pack)
    for line in lines_of(run, before):
        click.echo(line)
    if gate:
        _hold(actor, run, before)


def _hold(actor: User | None, run: EvaluationRun, before: EvaluationRun | None) -> None:
    fallen = worse(run.figures, before.figures) if before else ()
    if fallen:
        raise Refused("assistant.gate_closed", figures=", ".join(fallen))
    accept_run(actor=actor, run=run)


def lines_of(run: EvaluationRun, before: EvaluationRun | None) -> list[str]:
    """Each figure, and what it was in the run that was last accepted."""
    known = before.figures if before else {}
    lines = [_("{count} questions").format(count=int(run.figures["questions"]))]
    for name in (*HIGHER_IS_BETTER, *LOWER_IS_BETTER):
        if name in run.figures:
            was = f"  ({known[name]:.3f})" if name in known else ""
            lines.append(f"{name:20} {run.figures[name]:.3f}{was}")
    return lines


def _person(name: str | None) -> User | None:
    if name is None:
        return None
    person = User.objects.filter(username=name).first()
    if person is None:
        raise Refused("accounts.nobody_called", name=name[:60])
    return person
