"""`rules check`, `rules show`: the rule sets, proved and written out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, NoReturn

import orjson
import typer

from contracts.catalogue import Catalogue
from services.chassis.catalogue import load_catalogue
from services.chassis.kit import rule_files
from services.chassis.rules import Checked, Problem, check
from services.chassis.rules.form import read_ruleset
from services.chassis.rules.source import read_source
from services.chassis.rules.written import WrittenRule, written
from services.chassis.versions import VERSION_FILE, VersionRejected, catalogue_of, rule_files_of
from services.desk.decisions import rule_table

FAILED = 1
BAD_USE = 2
NOTES_SHOWN_MAX = 20

Paths = Annotated[
    list[Path] | None,
    typer.Argument(exists=True, help="规则文件或文件夹，或一版规程 · files, folders, or a version"),
]
Name = Annotated[str | None, typer.Argument(help="规则名，缺省为全部 · one set, or all")]
Version = Annotated[
    Path | None,
    typer.Option("--version", exists=True, file_okay=False, help="某版规程 · of a version"),
]
AsJson = Annotated[bool, typer.Option("--json", help="for programs")]

rules = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
    help="规则 · rule sets: check, show",
)


@rules.command("check")
def check_rules(paths: Paths = None, as_json: AsJson = False) -> None:
    """检查规则 · errors and what deserves a second look, each with its line."""
    files, catalogue = _asked(paths or [])
    checked = check(files, catalogue)
    if as_json:
        _print_json(_document(checked))
    else:
        _show(checked)
    raise typer.Exit(FAILED if checked.errors else 0)


@rules.command("show")
def show_rules(name: Name = None, version: Version = None, as_json: AsJson = False) -> None:
    """规则成文 · a rule set as a table: cases, what follows, clause and readings."""
    files, catalogue = _asked([version] if version else [])
    named = [file for file in files if name is None or file.stem == name]
    if not named:
        _bad_use(f"{name}: {', '.join(sorted(file.stem for file in files))}")
    chosen = {key: setting.default for key, setting in catalogue.settings.items()}
    shown = [_table(file, catalogue, chosen) for file in named]
    if as_json:
        _print_json(shown if name is None else shown[0])
    else:
        typer.echo("\n".join(_text(one) for one in shown))


def _table(file: Path, catalogue: Catalogue, chosen: Mapping[str, Any]) -> dict[str, Any]:
    source = read_source(file)
    ruleset = read_ruleset(source, chosen)
    facts = {spec.name: spec.zh for spec in ruleset.specs}
    return {
        "name": ruleset.name,
        "title": rule_table.title(ruleset.name),
        "version": ruleset.version,
        "sha256": ruleset.sha256,
        "mode": ruleset.mode,
        "lines": [
            asdict(_line(rule, facts, catalogue)) for rule in written(source, ruleset, chosen)
        ],
    }


def _line(rule: WrittenRule, facts: Mapping[str, str], catalogue: Catalogue) -> rule_table.Line:
    clause = catalogue.clauses.get(rule.clause)
    return rule_table.Line(
        id=rule.id,
        when=rule_table.condition(rule.when, facts),
        outcome=rule_table.outcome(rule.outcome),
        clause=rule.clause,
        clause_label=clause.label_zh if clause else "",
        clause_text=clause.text_zh if clause else "",
        readings=rule_table.readings(rule.readings, rule.settings),
    )


def _text(table: Mapping[str, Any]) -> str:
    lines = [rule_table.Line(**line) for line in table["lines"]]
    return rule_table.markdown(table["name"], table["version"], table["mode"], lines)


def _asked(paths: Sequence[Path]) -> tuple[list[Path], Catalogue]:
    """What to check, and by which readings: those of a version where one is named."""
    catalogue = load_catalogue()
    versions = [path for path in paths if (path / VERSION_FILE).exists()]
    if not versions:
        return list(paths) or rule_files(), catalogue
    if len(paths) > 1:
        _bad_use("一次只能检查一版规程 · one version at a time")
    try:
        return rule_files_of(versions[0]), catalogue_of(versions[0], catalogue)
    except VersionRejected as rejected:
        typer.echo(f"✗ {rejected}", err=True)
        raise typer.Exit(FAILED) from None


def _document(checked: Checked) -> dict[str, Any]:
    return {
        "holds": not checked.errors,
        "errors": [_problem(one) for one in checked.errors],
        "notes": [_problem(one) for one in checked.notes],
        "rule_sets": [
            {
                "name": ruleset.name,
                "version": ruleset.version,
                "sha256": ruleset.sha256,
                "rules": len(ruleset.rules),
                "kinds_of_cases": looked.regions,
                "exhaustive": looked.exhaustive,
            }
            for ruleset, looked in checked.rulesets
        ],
    }


def _problem(problem: Problem) -> dict[str, Any]:
    return {"file": problem.file, "line": problem.line, "sentence": problem.sentence}


def _show(checked: Checked) -> None:
    for problem in checked.errors:
        typer.echo(f"✗ {problem}")
    for note in checked.notes[:NOTES_SHOWN_MAX]:
        typer.echo(f"· {note}")
    left_out = len(checked.notes) - NOTES_SHOWN_MAX
    if left_out > 0:
        typer.echo(f"· 另有 {left_out} 条，见 --json · and {left_out} more")
    for ruleset, looked in checked.rulesets:
        how = "逐一看过 · all seen" if looked.exhaustive else "抽样 · by samples"
        typer.echo(f"  {ruleset.name} {ruleset.version}: {looked.regions:,} ({how})")
    if not checked.errors:
        typer.echo(f"✓ {len(checked.rulesets)} 套规则可用 · rule sets are fit for use")


def _bad_use(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(BAD_USE)


def _print_json(document: Any) -> None:
    typer.echo(orjson.dumps(document, option=orjson.OPT_INDENT_2).decode())
