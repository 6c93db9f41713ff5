"""Each paper of a case: what stands on it, what it rests on, and when it does not exist yet."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn

from services.chassis.catalogue import load_catalogue
from services.desk.cli.typesetting import BODY_FACE, TITLE_FACE, as_docx
from services.desk.decisions.papers import PAPERS, NotYet, Personal, Sheet, drawn
from services.desk.decisions.papers.record import personal_in
from services.desk.decisions.papers.sheet import BLANK, Field, Grid, Listing, Paragraph, zh_day
from tests.unit.desk.papers import record_of, record_until

A4_MM = (210, 297)
STORY_OF = {
    "registration": "LIFE-01",
    "visit": "VISIT-01",
    "acceptance": "LIFE-01",
    "nonacceptance": "LIFE-08",
    "proposal": "LIFE-01",
    "transfer": "LIFE-01",
    "reminder": "ROUTE-01",
    "supervision": "LIFE-11",
    "extension": "LIFE-04",
    "reply": "LIFE-01",
    "signoff": "LIFE-01",
    "contents": "LIFE-01",
}
NAMED = Personal(
    name="柏舟（虚构）", address="白露路9号（虚构）", phone="130-0000-0101", title="下水道堵塞"
)


def paper(kind: str, story: str | None = None) -> Sheet:
    """A paper of the story that has it."""
    return PAPERS[kind].draw(record_of(story or STORY_OF[kind]))


def fields(sheet: Sheet) -> dict[str, str]:
    """Everything filled in, by its label."""
    grids = [block for block in sheet.blocks if isinstance(block, Grid)]
    return {field.label: field.value for grid in grids for field in grid.fields}


def told(sheet: Sheet) -> str:
    """The sentences of a paper."""
    return "\n".join(block.text for block in sheet.blocks if isinstance(block, Paragraph))


def rows(sheet: Sheet) -> list[tuple[str, ...]]:
    """The rows of its tables."""
    return [row for block in sheet.blocks if isinstance(block, Listing) for row in block.rows]


def test_a_day_is_written_as_on_paper() -> None:
    assert zh_day("2021-06-01") == "2021年6月1日"
    assert zh_day(None) == ""


@pytest.mark.clause("10.1c")
def test_the_registration_sheet_holds_what_the_register_asks_for() -> None:
    sheet = paper("registration")
    assert sheet.basis.endswith("第十条（一）")
    assert fields(sheet)["信访时间"] == "2021年6月1日"
    assert fields(sheet)["涉及事项"] == "下水道堵塞污水外溢"
    assert fields(sheet)["署名情况"] == "实名（自然人）"


@pytest.mark.clause("7.b")
def test_who_petitions_stays_blank_unless_the_vault_said_it() -> None:
    record = record_of("LIFE-01")
    blank = PAPERS["registration"].draw(record)
    named = PAPERS["registration"].draw(replace(record, personal=NAMED))
    assert (fields(blank)["信访人姓名"], fields(blank)["主要内容"]) == ("", "")
    assert (fields(named)["信访人姓名"], fields(named)["主要内容"]) == (
        "柏舟（虚构）",
        "下水道堵塞",
    )
    assert told(PAPERS["acceptance"].draw(record)).startswith(f"{BLANK}：")


@pytest.mark.clause("7.b")
def test_what_the_reading_room_kept_closed_stays_blank() -> None:
    shown = personal_in({"petitioner": {"named": True}, "title": "下水道堵塞", "text": "堵了"})
    assert shown == Personal(title="下水道堵塞", text="堵了")
    assert PAPERS["transfer"].personal == ()
    assert PAPERS["acceptance"].personal == ("IDENTITY",)


@pytest.mark.clause("10.1d")
def test_the_acceptance_notice_says_until_when_and_how_that_was_counted() -> None:
    sheet = paper("acceptance")
    assert "2021年6月1日予以受理" in told(sheet)
    assert "办结期限：2021年8月2日。自2021年6月1日次日起60日" in told(sheet)
    assert sheet.basis.endswith("《信访条例》第二十二条")
    assert fields(sheet)["告知方式"] == "邮寄"


@pytest.mark.clause("10.1a")
@pytest.mark.clause("10.1b")
def test_the_refusal_names_ground_and_competent_body_once_a_leader_consents() -> None:
    sheet = paper("nonacceptance")
    assert "不属于本局职责范围，经本局分管领导同意" in told(sheet)
    assert "建议您向市公安局（含交警）反映" in told(sheet)
    assert fields(sheet)["告知方式"] == "按来源渠道退回"
    with pytest.raises(NotYet, match="分管领导尚未同意"):
        PAPERS["nonacceptance"].draw(record_until("LIFE-08", "nonacceptance.proposed"))


@pytest.mark.clause("10.2a")
@pytest.mark.clause("10.2b")
def test_the_proposal_shows_the_units_and_the_approval() -> None:
    sheet = paper("proposal")
    assert fields(sheet)["建议主办"] == "管护中心排水所"
    assert fields(sheet)["领导审批"] == "分管领导于2021年6月2日同意"
    waiting = PAPERS["proposal"].draw(record_until("LIFE-01", "assignment.drafted"))
    assert fields(waiting)["领导审批"] == ""


@pytest.mark.clause("9.1.2")
@pytest.mark.clause("9.2.4")
def test_the_transfer_slip_has_units_and_dates_and_is_signed_for() -> None:
    sheet = paper("transfer")
    assert told(sheet).startswith("管护中心排水所：")
    assert "书面回复信访办" in told(sheet)
    assert fields(sheet)["接收日期"] == "2021年6月2日"
    assert rows(sheet)[0][:2] == ("办结", "2021年8月2日")


@pytest.mark.clause("9.1.2")
def test_the_reminder_counts_and_names_the_date() -> None:
    sheet = paper("reminder")
    assert "第7次催办" in told(sheet)
    assert rows(sheet) == [("办结", "2021年4月25日", "已逾期")]


@pytest.mark.clause("8.2")
@pytest.mark.clause("9.1.4")
def test_the_supervision_slip_says_for_whom_and_until_when() -> None:
    sheet = paper("supervision")
    assert fields(sheet)["督办来源"] == "省级上级机关交办"
    assert fields(sheet)["报结期限"] == "2021年11月26日"
    assert fields(sheet)["反馈日期"] == "2021年11月30日"


@pytest.mark.clause("10.5f")
@pytest.mark.clause("12.5c")
def test_the_extension_notice_has_the_new_date_and_room_for_the_reason() -> None:
    sheet = paper("extension")
    assert "延长办理期限20日，至2021年9月23日止" in told(sheet)
    assert fields(sheet)["延期理由"] == ""
    assert "第十条（五）、第十二条（五）；《信访条例》第三十三条" in sheet.basis
    with pytest.raises(NotYet, match="尚未批准延期"):
        PAPERS["extension"].draw(record_until("LIFE-04", "extension.requested"))


@pytest.mark.clause("10.5h")
@pytest.mark.clause("9.2.4")
def test_the_reply_cover_tells_of_the_review_with_its_last_day() -> None:
    sheet = paper("reply")
    assert "30日内（至2021年7月12日）" in told(sheet)
    assert {"办理情况", "处理意见", "结果反馈"} <= fields(sheet).keys()
    assert "复查权利告知" in fields(sheet)["具备要素"]


@pytest.mark.clause("10.5b")
def test_a_reply_that_went_back_has_no_cover() -> None:
    with pytest.raises(NotYet, match="退回重办"):
        PAPERS["reply"].draw(record_until("LIFE-03", "reply.returned"))


@pytest.mark.clause("10.5c")
def test_the_sign_off_sheet_shows_signature_and_witness() -> None:
    sheet = paper("signoff")
    assert fields(sheet)["签收情况"] == "2021年6月11日签收"
    assert fields(sheet)["见证人身份"] == "社区（村）人员"


@pytest.mark.clause("10.5d")
def test_a_refused_signature_has_room_for_the_reason_and_a_witness() -> None:
    sheet = paper("signoff", "LIFE-02")
    assert "拒绝签字" in fields(sheet)["签收情况"]
    assert fields(sheet)["见证人身份"] == "社区（村）人员"


@pytest.mark.setting("signoff.restricted_witness")
def test_the_sheet_of_a_restricted_case_says_who_may_witness() -> None:
    record = record_of("LIFE-01")
    secret = replace(record, view={**record.view, "confidentiality": "RESTRICTED"})
    alone = load_catalogue().configured({"signoff.restricted_witness": "DISCIPLINE"})
    assert "限于：纪检机构人员、举报人自选" in told(PAPERS["signoff"].draw(secret))
    assert "限于：纪检机构人员。" in told(PAPERS["signoff"].draw(replace(secret, catalogue=alone)))


@pytest.mark.clause("10.6a")
@pytest.mark.clause("10.6c")
@pytest.mark.clause("10.6d")
def test_the_archive_list_has_the_four_classes_and_every_entry() -> None:
    sheet = paper("contents")
    assert fields(sheet)["归档年度"] == "2021年"
    assert fields(sheet)["保管期限"] == "长期（至2051年12月31日）"
    assert rows(sheet)[1] == ("2", "领导阅示件、批示文件", "无（理由见卷内说明）")
    assert rows(sheet)[4][2] == "登记"


@pytest.mark.clause("11.3")
def test_the_visit_record_says_that_it_was_read_back() -> None:
    sheet = paper("visit")
    assert fields(sheet)["复述确认"] == "已于2021年9月7日复述并经确认"
    assert fields(sheet)["承诺时限"] == "承诺至迟于2021年9月17日答复"
    with pytest.raises(NotYet, match="不是来访件"):
        paper("visit", "LIFE-01")


@pytest.mark.parametrize("kind", PAPERS.keys() - {"registration"})
def test_a_case_that_only_came_in_has_no_paper_but_its_registration(kind: str) -> None:
    with pytest.raises(NotYet):
        PAPERS[kind].draw(record_until("LIFE-01", "petition.registered"))


@pytest.mark.clause("7.d")
@pytest.mark.parametrize("kind", PAPERS)
def test_a_case_that_went_to_the_restricted_lane_has_no_paper_here(kind: str) -> None:
    record = record_of(STORY_OF[kind])
    with pytest.raises(NotYet, match="不在这里"):
        drawn(kind, replace(record, view={"ended": True}))


@pytest.mark.parametrize("kind", PAPERS)
def test_a_paper_opens_as_a4_with_its_clause_number_and_chinese_faces(kind: str) -> None:
    sheet = paper(kind)
    opened = Document(BytesIO(as_docx(sheet)))
    page, texts = opened.sections[0], [one.text for one in opened.paragraphs]
    assert page.page_width is not None
    assert page.page_height is not None
    assert (round(page.page_width.mm), round(page.page_height.mm)) == A4_MM
    assert texts[:3] == [sheet.title, f"登记号：{sheet.number}", sheet.basis]
    assert "《九江市城市管理局信访工作规程》第" in texts[2]
    cells = {cell.text for table in opened.tables for row in table.rows for cell in row.cells}
    assert set(fields(sheet)) <= cells
    named = opened.element.body.iter(qn("w:rFonts"))
    faces = {one.get(qn("w:eastAsia")) for one in named}
    assert faces == {BODY_FACE, TITLE_FACE}


def test_the_acceptance_notice_reads_like_this() -> None:
    opened = Document(BytesIO(as_docx(paper("acceptance"))))
    assert [one.text for one in opened.paragraphs if one.text] == [
        "信访事项受理告知书",
        "登记号：2021-0-1",
        "依据《九江市城市管理局信访工作规程》第十条（一）；《信访条例》第二十二条",
        f"{BLANK}：",
        "您于2021年6月1日通过来信提出的关于下水道堵塞污水外溢的信访事项（登记号2021-0-1），"
        "经审核属于本局职责范围，本局已于2021年6月1日予以受理。",
        "办结期限：2021年8月2日。自2021年6月1日次日起60日，计至2021年7月31日，"
        "期末遇休息日2021年7月31日、2021年8月1日，到期日为2021年8月2日（B-6；10.5e）。",
        "办理结果将书面答复您。查询办理进程，请凭回执上的查询码。",
        "九江市城市管理局（印章）",
        "2021年6月1日",
    ]


@pytest.mark.parametrize("kind", ["acceptance", "contents"])
def test_the_same_paper_has_the_same_bytes(kind: str) -> None:
    assert as_docx(paper(kind)) == as_docx(paper(kind))


def test_a_wide_field_has_a_line_for_itself() -> None:
    grid = Grid((Field("一", "1"), Field("二", "2", wide=True), Field("三", "3"), Field("四", "4")))
    sheet = replace(paper("registration"), blocks=(grid,))
    table = Document(BytesIO(as_docx(sheet))).tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["一", "1", "", ""],
        ["二", "2", "2", "2"],
        ["三", "3", "四", "4"],
    ]
