"""A report as a file people work on: Markdown, a workbook, a letter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import TYPE_CHECKING

import orjson
from docx import Document
from docx.oxml.ns import qn
from openpyxl import Workbook
from openpyxl.styles import Font

from services.desk.decisions.figures import markdown
from services.desk.decisions.figures.tables import Report

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document as DocumentOf

SHEET_TITLE_CHARS_MAX = 31
"""A workbook takes no longer name for a sheet."""
FONT = "FangSong"
"""The face official letters are written in; a machine without it takes another."""
BOLD = Font(bold=True)
FORBIDDEN_IN_SHEET_TITLES = str.maketrans("", "", r"[]:*?/\\")


def as_markdown(report: Report) -> bytes:
    """The text."""
    return markdown.markdown(report).encode()


def as_json(report: Report) -> bytes:
    """As programs get it."""
    document = {**report.document(), "sha256": report.sha256}
    return orjson.dumps(document, option=orjson.OPT_INDENT_2) + b"\n"


def as_workbook(report: Report) -> bytes:
    """A sheet per table."""
    book = Workbook()
    front = book.active
    assert front is not None
    front.title = "总览"
    for line in (markdown.title(report), markdown.summary(report), *report.notes):
        front.append([line])
    front.append([f"sha256 {report.sha256}"])
    for table in report.tables:
        _sheet(book, table.zh, markdown.header(table), markdown.body(table))
    if report.rates:
        _sheet(book, "指标", markdown.RATE_HEADER, markdown.rate_rows(report.rates))
    if report.scores:
        _sheet(
            book, "得分", ["单位", "得分"], [[unit, str(score)] for unit, score in report.scores]
        )
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def as_letter(report: Report) -> bytes:
    """The draft of the report itself, with room for what people say."""
    letter = Document()
    style = letter.styles["Normal"]
    style.font.name = FONT
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    letter.add_heading(markdown.title(report), 0)
    letter.add_paragraph(markdown.summary(report))
    for table in report.tables:
        letter.add_heading(f"{table.zh} · {table.en}", 1)
        _table(letter, markdown.header(table), markdown.body(table))
        if table.note:
            letter.add_paragraph(table.note)
    if report.rates:
        letter.add_heading("指标 · indicators", 1)
        _table(letter, markdown.RATE_HEADER, markdown.rate_rows(report.rates))
    for ask in report.asks:
        letter.add_heading(ask, 1)
        letter.add_paragraph("（待填写 · to be written）")
    for note in (*report.notes, f"sha256 {report.sha256}"):
        letter.add_paragraph(note)
    content = BytesIO()
    letter.save(content)
    return content.getvalue()


Form = Callable[[Report], bytes]

FORMS: Mapping[str, Form] = {
    "md": as_markdown,
    "json": as_json,
    "xlsx": as_workbook,
    "docx": as_letter,
}
"""How a report can be drawn up."""


def _sheet(
    book: Workbook, name: str, head: Sequence[str], rows: Sequence[Sequence[str | int]]
) -> None:
    sheet = book.create_sheet(name.translate(FORBIDDEN_IN_SHEET_TITLES)[:SHEET_TITLE_CHARS_MAX])
    sheet.append(list(head))
    for cell in sheet[1]:
        cell.font = BOLD
    for row in rows:
        sheet.append(list(row))


def _table(letter: DocumentOf, head: Sequence[str], rows: Sequence[Sequence[str | int]]) -> None:
    grid = letter.add_table(rows=1, cols=len(head))
    grid.style = "Table Grid"
    for cell, text in zip(grid.rows[0].cells, head, strict=True):
        cell.text = text
    for row in rows:
        for cell, value in zip(grid.add_row().cells, row, strict=True):
            cell.text = str(value)
