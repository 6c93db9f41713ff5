"""A paper as a DOCX: A4, Chinese faces, tables with borders; the same paper, the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from services.desk.decisions.papers.sheet import (
    Block,
    Field,
    Grid,
    Listing,
    Paragraph,
    Sheet,
    Signatures,
    zh_day,
)

if TYPE_CHECKING:
    from docx.document import Document as DocumentOf
    from docx.table import _Cell, _Row
    from docx.text.paragraph import Paragraph as ParagraphOf
    from docx.text.run import Run

BODY_FACE, TITLE_FACE = "仿宋", "宋体"
WESTERN_FACE = "Times New Roman"
OTHER_NAMES: Mapping[str, str] = {
    BODY_FACE: "FangSong,仿宋_GB2312,FangSong_GB2312,STFangsong",
    TITLE_FACE: "SimSun,STSong,Noto Serif CJK SC",
}
"""Where a machine has the face under another name, or one like it."""
TITLE, BODY, SMALL = Pt(22), Pt(16), Pt(12)
GRID_MM = (28, 50, 28, 50)
LISTING_MM: Mapping[int, tuple[int, ...]] = {3: (30, 40, 86), 4: (14, 36, 60, 46)}
LINE_MM = 8
INDENT_CHARACTERS = 2
MADE_AT = datetime(2000, 1, 1, tzinfo=UTC)
"""Of the file, not of the paper: a clock would change its bytes."""
ZIP_TIME = (1980, 1, 1, 0, 0, 0)
FONT_TABLE = "word/fontTable.xml"
DAY_BY_HAND = "　　　　年　　月　　日"


def as_docx(sheet: Sheet) -> bytes:
    """The paper, ready to be printed and signed."""
    paper = _page(sheet)
    _title(paper, sheet)
    for block in sheet.blocks:
        SETTERS[type(block)](paper, block)
    for line in (f"{sheet.issuer}（印章）", zh_day(sheet.day) or DAY_BY_HAND):
        last = paper.add_paragraph()
        last.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _write(last, line)
    content = BytesIO()
    paper.save(content)
    return _always_the_same(content.getvalue())


def _page(sheet: Sheet) -> DocumentOf:
    paper = Document()
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(30), Mm(25)
    section.left_margin, section.right_margin = Mm(27), Mm(27)
    style = paper.styles["Normal"]
    style.font.name, style.font.size = WESTERN_FACE, BODY
    style.element.rPr.rFonts.set(qn("w:eastAsia"), BODY_FACE)
    about = paper.core_properties
    about.title, about.author, about.language = sheet.title, sheet.issuer, "zh-CN"
    about.subject, about.comments, about.last_modified_by = sheet.number, "", ""
    about.created = about.modified = MADE_AT
    _page_number(section.footer.paragraphs[0])
    return paper


def _title(paper: DocumentOf, sheet: Sheet) -> None:
    head = paper.add_paragraph()
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = _write(head, sheet.title, TITLE, TITLE_FACE)
    run.bold = True
    number = paper.add_paragraph()
    number.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _write(number, f"登记号：{sheet.number}", SMALL)
    basis = paper.add_paragraph()
    _write(basis, sheet.basis, SMALL)


def _paragraph(paper: DocumentOf, block: Block) -> None:
    assert isinstance(block, Paragraph)
    set_ = paper.add_paragraph()
    set_.paragraph_format.space_after = Pt(4)
    if not block.salutation:
        set_.paragraph_format.first_line_indent = BODY * INDENT_CHARACTERS
    _write(set_, block.text)


def _grid(paper: DocumentOf, block: Block) -> None:
    assert isinstance(block, Grid)
    table = _table(paper, GRID_MM)
    beside: _Row | None = None
    for field in block.fields:
        if field.wide or beside is None:
            row = table.add_row()
            _keep_together(row, field)
            beside = None if field.wide else row
            if field.wide:
                row.cells[1].merge(row.cells[3])
            _labelled(row.cells[0], row.cells[1], field)
        else:
            _labelled(beside.cells[2], beside.cells[3], field)
            beside = None
    paper.add_paragraph().paragraph_format.space_after = Pt(0)


def _listing(paper: DocumentOf, block: Block) -> None:
    assert isinstance(block, Listing)
    if block.caption:
        _write(paper.add_paragraph(), block.caption, SMALL).bold = True
    table = _table(paper, LISTING_MM[len(block.head)])
    head = table.add_row()
    repeated = OxmlElement("w:tblHeader")
    head._tr.get_or_add_trPr().append(repeated)  # noqa: SLF001 - the library has no word for it
    for cell, text in zip(head.cells, block.head, strict=True):
        _fill(cell, text).bold = True
    for row in block.rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            _fill(cell, text)
    paper.add_paragraph().paragraph_format.space_after = Pt(0)


def _signatures(paper: DocumentOf, block: Block) -> None:
    assert isinstance(block, Signatures)
    for who in block.who:
        _write(paper.add_paragraph(), f"{who}（签名）：＿＿＿＿＿＿＿＿　　{DAY_BY_HAND}", SMALL)


Setter = Callable[["DocumentOf", Block], None]
SETTERS: Mapping[type[Block], Setter] = {
    Paragraph: _paragraph,
    Grid: _grid,
    Listing: _listing,
    Signatures: _signatures,
}


def _table(paper: DocumentOf, widths: Sequence[int]) -> Any:  # the library's tables are untyped
    table = paper.add_table(rows=0, cols=len(widths))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    return table


def _keep_together(row: _Row, field: Field) -> None:
    row.height_rule = WD_ROW_HEIGHT_RULE.AT_LEAST
    row.height = Mm(LINE_MM * field.lines)


def _labelled(label: _Cell, value: _Cell, field: Field) -> None:
    label.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    _fill(label, field.label)
    _fill(value, field.value)


def _fill(cell: _Cell, text: str) -> Run:
    return _write(cell.paragraphs[0], text, SMALL)


def _write(paragraph: ParagraphOf, text: str, size: Pt = BODY, face: str = BODY_FACE) -> Run:
    run = paragraph.add_run(text)
    run.font.size, run.font.name = size, WESTERN_FACE
    run.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)
    return run


def _page_number(paragraph: ParagraphOf) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)  # noqa: SLF001 - the library has no word for it


def _always_the_same(docx: bytes) -> bytes:
    """Without the moment it was packed, and with the faces' other names."""
    content = BytesIO()
    with ZipFile(BytesIO(docx)) as made, ZipFile(content, "w", ZIP_DEFLATED) as fixed:
        for name in made.namelist():
            entry = ZipInfo(name, ZIP_TIME)
            entry.compress_type = ZIP_DEFLATED
            fixed.writestr(entry, _faces() if name == FONT_TABLE else made.read(name))
    return content.getvalue()


def _faces() -> bytes:
    faces = "".join(
        f'<w:font w:name="{face}"><w:altName w:val="{others}"/><w:charset w:val="86"/></w:font>'
        for face, others in OTHER_NAMES.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        '<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f"{faces}</w:fonts>"
    ).encode()
