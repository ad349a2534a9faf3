"""The command line: a door for whoever operates a park."""

from yuanqu.cli.commands import main

__all__ = ["main"]
