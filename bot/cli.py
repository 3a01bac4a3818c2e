"""The command line. A user's mistake is one sentence on stderr and exit code 2 or 1, never a traceback.

What a command needs is loaded when it is called, so that ``wellsay --help`` waits for nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from bot.choices import AGREEMENT_DIMENSIONS, AGREEMENT_FORMATS, AGREEMENT_LEVELS, SAID, TALLY_FORMATS, Asked, Part
from bot.operations import operations
from bot.outcome import FAILED, USAGE
from bot.outcome import fail as _fail
from bot.outcome import run as _run
from bot.reports.files import FileError, whole_file
from bot.reports.wish import FOR_OUTSIDERS, THRESHOLD, Wish
from bot.reports.wish import FORMATS as EXPORTS
from storage.roles import ROLES
from storage.scope import DIMENSIONS, Coding, NoSuchDimensionError, Scope, Weight, check

app = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__.split(".")[0]
)

staff_app = typer.Typer(no_args_is_help=True, help="Who works with the answers.")
app.add_typer(staff_app, name="staff")
import_app = typer.Typer(no_args_is_help=True, help="Take in what was gathered elsewhere.")
app.add_typer(import_app, name="import")
app.add_typer(operations)


@app.command("serve")
def serve_command(
    *,
    demo: Annotated[bool, typer.Option("--demo", help="Add the demo consultation to an empty database.")] = False,
    lan: Annotated[bool, typer.Option("--lan", help="Let phones in the same network join.")] = False,
    role: Annotated[Part, typer.Option(help="What this process does.")] = Part.ALL,
) -> None:
    """Serve pages, Telegram and everything else."""
    from bot.serve import on_the_lan, serve
    from bot.settings import Settings

    settings = Settings()
    _run(serve(on_the_lan(settings) if lan else settings, demo=demo, role=role))


@app.command()
def chat(
    language: Annotated[str | None, typer.Option(help="Begin in this language.")] = None,
    join: Annotated[str, typer.Option(help="A join code.")] = "",
) -> None:
    """Have the conversation here in the terminal."""
    from bot.channels.terminal import talk
    from locales import complete_languages

    if language is not None and language not in complete_languages():
        _fail(f"There is no language {language!r}. There are: {', '.join(complete_languages())}", USAGE)
    _run(talk(language, join))


@app.command("tally")
def tally_command(
    by: Annotated[list[str], typer.Option(help=f"Count by: {', '.join(DIMENSIONS)}. Several: --by town --by family.")],
    form: Annotated[str, typer.Option("--format", help=f"One of: {', '.join(TALLY_FORMATS)}.")] = "table",
    codes: Annotated[
        Coding, typer.Option(help="Which codes count: the best there is, or only those that a person gave.")
    ] = Coding.BEST,
    town: Annotated[str | None, typer.Option(help="Only this town's notes.")] = None,
    consultation: Annotated[str | None, typer.Option(help="Only this consultation's notes (its id).")] = None,
    out: Annotated[Path | None, typer.Option(help="Write to this file.")] = None,
    *,
    stars: Annotated[bool, typer.Option("--stars", help="Also count the notes that people starred.")] = False,
    weight: Annotated[Weight, typer.Option(help="What a share is a share of.")] = Weight.NOTES,
) -> None:
    """Count notes and people; with stars or votes as weights, these too."""
    from bot.commands import tallied

    if form not in TALLY_FORMATS:
        _fail(f"There is no format {form!r}. There are: {', '.join(TALLY_FORMATS)}", USAGE)
    if form == "xlsx" and out is None and sys.stdout.isatty():
        _fail("A workbook cannot be shown here; add --out tally.xlsx", USAGE)
    by = list(dict.fromkeys(by))
    try:
        check(by)
    except NoSuchDimensionError as error:
        _fail(f"Notes cannot be counted by {str(error)!r}. They can by: {', '.join(DIMENSIONS)}", USAGE)
    asked = Asked(tuple(by), Scope(town=town, consultation=consultation), codes, weight, stars=stars)
    content = _run(tallied(asked, form))
    if out is None:
        sys.stdout.buffer.write(content)
    else:
        with _one_sentence(), whole_file(out) as file:
            file.write(content)
    if form != "table":
        sys.stderr.write(f"{asked.said()}\n")


@app.command("export")
def export_command(
    form: Annotated[str, typer.Argument(metavar="FORMAT", help=f"One of: {', '.join(EXPORTS)}.")],
    path: Annotated[Path, typer.Argument(help="Where to write; an older file there is replaced.")],
    codes: Annotated[
        Coding, typer.Option(help="Which codes count: the best there is, or only those that a person gave.")
    ] = Coding.BEST,
    town: Annotated[str | None, typer.Option(help="Only this town's notes.")] = None,
    consultation: Annotated[str | None, typer.Option(help="Only this consultation's notes (its id).")] = None,
    language: Annotated[str, typer.Option(help="Language of heads and texts, and Decidim's default locale.")] = "en",
    threshold: Annotated[int, typer.Option(min=2, help="Outsiders see no number of fewer people.")] = THRESHOLD,
    *,
    public: Annotated[bool, typer.Option("--public", help="For people outside the town hall.")] = False,
    bom: Annotated[bool, typer.Option("--bom", help="CSV with a byte-order mark, as Excel likes it.")] = False,
) -> None:
    """Write all notes, the workbook, or the draft of the action plan to a file."""
    from bot.commands import exported
    from locales import LANGUAGES

    if form not in EXPORTS:
        _fail(f"There is no format {form!r}. There are: {', '.join(EXPORTS)}", USAGE)
    if language not in LANGUAGES:
        _fail(f"There is no language {language!r}. There are: {', '.join(LANGUAGES)}", USAGE)
    scope = Scope(town=town, consultation=consultation)
    wish = Wish(form, scope, codes, public or form in FOR_OUTSIDERS, language, bom, threshold)
    with _one_sentence():
        count = _run(exported(wish, path))
    sys.stderr.write(f"{path} is written" + (f": {count} notes. {SAID[codes]}\n" if form != "plan" else ".\n"))


@app.command("coverage")
def coverage_command(
    town: Annotated[str | None, typer.Option(help="Only this town.")] = None,
    consultation: Annotated[str | None, typer.Option(help="Only this consultation (its id).")] = None,
    target: Annotated[
        list[str] | None, typer.Option(help="Aim at a share of people, in per cent: --target youth=27; empty: no aim.")
    ] = None,
) -> None:
    """Say who is missing: people heard by tag, against what the town aims at."""
    from bot.commands import covered

    aims = [_aim(one) for one in target or []]
    if aims and consultation is None:
        _fail("Say for which consultation: --consultation ID", USAGE)
    try:
        sys.stdout.write(_run(covered(Scope(town=town, consultation=consultation), aims)))
    except LookupError:
        _fail(f"There is no consultation {consultation!r}", USAGE)


@app.command("agreement")
def agreement_command(
    by: Annotated[str | None, typer.Option(help=f"Apart by: {', '.join(AGREEMENT_DIMENSIONS)}.")] = None,
    level: Annotated[str, typer.Option(help=f"What must be the same: {', '.join(AGREEMENT_LEVELS)}.")] = "family",
    form: Annotated[str, typer.Option("--format", help=f"One of: {', '.join(AGREEMENT_FORMATS)}.")] = "table",
    town: Annotated[str | None, typer.Option(help="Only this town's notes.")] = None,
    group: Annotated[str | None, typer.Option(help="Only this group's notes.")] = None,
    language: Annotated[str | None, typer.Option(help="Only notes in this language.")] = None,
    question: Annotated[int | None, typer.Option(help="Only answers to this question, 1 to 4.")] = None,
    code: Annotated[str | None, typer.Option(help="Only notes of this family (A) or component (A8).")] = None,
) -> None:
    """Say how far suggestions, authors and facilitators agree."""
    from bot.commands import agreed
    from coding.nomenclature import FAMILIES, components
    from storage.agreement import Selection

    for name, value, known in (
        ("format", form, AGREEMENT_FORMATS),
        ("level", level, AGREEMENT_LEVELS),
        ("dimension", by or "family", AGREEMENT_DIMENSIONS),
        ("code", code or "A", (*FAMILIES, *components())),
    ):
        if value not in known:
            _fail(f"There is no {name} {value!r}. There are: {', '.join(known)}", USAGE)
    sys.stdout.write(_run(agreed(Selection(town, group, language, question, code), by, level, form)))


@import_app.command("notes")
def import_notes_command(
    file: Annotated[Path, typer.Argument(help="CSV or XLSX: town, group, tags, question, text, code, language …")],
    *,
    skip_bad: Annotated[bool, typer.Option("--skip-bad", help="Store the good rows although some are bad.")] = False,
) -> None:
    """Store the notes of a file: all of them, or none."""
    from bot.imports.command import NotImportedError, import_notes
    from bot.settings import Settings
    from bot.wiring import now

    if not file.is_file():
        _fail(f"There is no file {str(file)!r}", USAGE)
    try:
        sys.stdout.write(_run(import_notes(Settings(), file, now(), skip_bad=skip_bad)))
    except NotImportedError as error:
        sys.stdout.write(error.summary)
        _fail(str(error), FAILED)


@app.command()
def suggest(top: Annotated[int, typer.Option(min=1, max=8, help="How many codes for each note.")] = 3) -> None:
    """Suggest codes: JSON Lines in (id, text, language?, question?), JSON Lines out."""
    from coding.stream import suggest_lines
    from coding.suggester import ModelSuggester

    if not suggest_lines(sys.stdin.buffer, sys.stdout, ModelSuggester(), top=top):
        raise SystemExit(FAILED)


@staff_app.command("invite")
def invite_command(
    role: Annotated[str, typer.Argument(help=f"One of: {', '.join(ROLES)}.")],
    town: Annotated[str | None, typer.Option(help="For which town, when there are several.")] = None,
) -> None:
    """Print a one-time link that makes its opener a colleague."""
    from bot.commands import invited

    wanted = next((one for one in ROLES if one == role), None)
    if wanted is None:
        _fail(f"There is no role {role!r}. There are: {', '.join(ROLES)}", USAGE)
    sys.stdout.write(_run(invited(wanted, town)))


def _aim(said: str) -> tuple[str, float | None]:
    tag, _, percent = said.rpartition("=")
    try:
        share = float(percent) / 100 if percent else None
    except ValueError:
        share = -1
    if not tag or (share is not None and not 0 <= share <= 1):
        _fail(f"--target {said!r} should look like youth=27", USAGE)
    return tag, share


@contextmanager
def _one_sentence() -> Iterator[None]:
    """What keeps a file from being written becomes one sentence."""
    try:
        yield
    except FileError as error:
        _fail(str(error), FAILED)


def main() -> None:
    """The ``wellsay`` command."""
    from bot import logs

    logs.set_up()
    try:
        app()
    except ValueError as error:
        from pydantic import ValidationError  # slow to load

        if not isinstance(error, ValidationError):
            raise
        first = error.errors()[0]
        name = "_".join(["WELLSAY", *(str(part).upper() for part in first["loc"])])
        _fail(f"{name.rstrip('_')}: {first['msg']}", USAGE)
