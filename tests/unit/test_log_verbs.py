"""Every verb that the code writes into the audit log has a message."""

import ast
from collections.abc import Iterator
from pathlib import Path

from bot.web.staff.log import message_of
from locales.messages import MESSAGES
from storage.meetings import MOVES
from storage.wall_control import NOTE_VERBS, VERBS

ROOT = Path(__file__).parents[2]
NAMED = {"what": (*MOVES, "timer"), "wanted": MOVES, "verb": ("saw", "changed")}
"""Verbs that come in a variable, by its name."""


def written() -> Iterator[tuple[str, ast.expr]]:
    """Each call that writes into the log: where, and its verb."""
    for folder in ("bot", "handlers", "storage", "scheduler"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "audited":
                    yield f"{path.name}:{node.lineno}", node.args[2]


def verbs(said: ast.expr) -> Iterator[str]:
    match said:
        case ast.Constant(value=str(verb)):
            yield verb
        case ast.IfExp(body=one, orelse=other):
            yield from verbs(one)
            yield from verbs(other)
        case ast.JoinedStr(values=[ast.Constant(value=str(start)), *_]):
            yield f"{start.strip()} something"
        case ast.Name(id=name):
            yield from NAMED[name]
        case _:
            msg = f"this verb cannot be read: {ast.unparse(said)}"
            raise AssertionError(msg)


def test_every_verb_of_the_log_has_words() -> None:
    found = {(where, verb) for where, said in written() for verb in verbs(said)}
    assert len(found) > 40
    assert {(where, verb) for where, verb in found if message_of(verb) not in MESSAGES} == set()


def test_verbs_of_the_wall_share_a_message() -> None:
    assert {message_of(f"wall {verb}") for verb in (*VERBS, *NOTE_VERBS)} == {"log.verb.wall"}
    assert {message_of(verb) for verb in MOVES} == {"log.verb.led"}
