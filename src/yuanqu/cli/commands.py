"""Which commands there are. A concept adds its line to COMMANDS and its module beside this one.

A command's module is imported only when the command is called, so `yuanqu --help` answers at once.
Commands that need the park find Django set up before their module is imported, so the module can
import models and actions at its top like any other; commands that only measure get neither.
"""

from dataclasses import dataclass
from importlib import import_module

import click

from yuanqu.cli.failures import explain
from yuanqu.cli.words import gettext as _


@dataclass(frozen=True, slots=True)
class Command:
    """The click command `<name>` in the module `yuanqu.cli.<name>`, told without importing it."""

    summary: str
    needs_park: bool = False


COMMANDS = {
    "demo": Command(_("Serve a demonstration park, made here if there is none.")),
    "serve": Command(_("Serve the park.")),
    "manage": Command(_("Run a Django command, such as migrate or createsuperuser.")),
    "work": Command(_("Run the jobs of this node."), needs_park=True),
    "backup": Command(_("Write the park into one file."), needs_park=True),
    "restore": Command(_("Put a park back from a backup.")),
    "ledger": Command(_("List, verify, export and import facts."), needs_park=True),
    "indicators": Command(_("List indicators with the facts behind each."), needs_park=True),
    "organizations": Command(
        _("List, import and export organizations, and load the list of industries."),
        needs_park=True,
    ),
    # Opens the park itself: measuring answers needs none.
    "knowledge": Command(_("Add documents, load packs, and measure how well they answer.")),
    "ask": Command(_("Ask the park's public knowledge."), needs_park=True),
    "people": Command(_("Open accounts and give the first roles at the park."), needs_park=True),
    "token": Command(
        _("Make, list and revoke keys with which programs act for a person."), needs_park=True
    ),
    "mcp": Command(
        _("Speak the Model Context Protocol, for assistants of other programs."), needs_park=True
    ),
    "privacy": Command(_("Run the periods of retention of personal information."), needs_park=True),
    "version": Command(_("Print the version.")),
}


class Commands(click.Group):
    """A group whose members are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command, with the park opened first where it needs it."""
        if (command := COMMANDS.get(cmd_name)) is None:
            return None
        if command.needs_park:
            from yuanqu.cli.park import open_park

            open_park()
        found: click.Command = getattr(import_module(f"yuanqu.cli.{cmd_name}"), cmd_name)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The table's summaries, without importing any command."""
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, command.summary) for name, command in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> object:
        """Run, and turn what goes wrong outside the program into a sentence and an exit code."""
        try:
            return super().invoke(ctx)
        except Exception as error:
            if (failure := explain(error)) is None:
                raise
            raise failure from None


@click.command(cls=Commands, help=_("Yuanqu: the open operating system of an innovation park."))
def main() -> None:
    """The entry point."""
