"""Chinese for the codes that only papers spell out."""

from __future__ import annotations

from collections.abc import Mapping

ROLE: Mapping[str, str] = {
    "DIRECTOR": "局主要领导",
    "PETITION_VICE_LEADER": "分管领导",
    "DEPUTY_DIRECTOR": "副局长",
    "PETITION_OFFICE_DIRECTOR": "信访办主任",
    "COMMAND_CENTRE": "指挥中心",
}
LEVEL: Mapping[str, str] = {
    "BUREAU": "本局",
    "TOWN": "乡镇（街道）",
    "COUNTY": "县（区）",
    "CITY": "市级",
    "PROVINCE": "省级",
    "NATIONAL": "国家级",
}
INSTRUCTED_BY: Mapping[str, str] = {
    "DIRECTOR": "局主要领导",
    "DEPUTY_DIRECTOR": "副局长",
    "LEADER": "领导",
    "ORGAN": "机关",
}
ORDER: Mapping[str, str] = {
    "FORWARD": "转送",
    "ASSIGN": "交办",
    "INSTRUCT": "批示交办",
    "READ": "阅示",
}
STEP: Mapping[str, str] = {
    "draft": "草拟办理建议",
    "approval": "领导审批",
    "urgent_approval": "紧急事项补办审批",
    "unit_receipt": "单位接收",
    "head_report": "报告单位负责人",
    "designate_handler": "指定承办人",
    "verification_start": "开始核查",
    "co_opinion": "协办意见",
    "reply_before_due": "提交答复",
    "package_team": "指定包案人员",
    "package_report": "包案汇报",
    "reception_arrival": "派人接待",
    "package_report_again": "再次包案汇报",
    "urgent_report": "报告紧急事项",
}
ELEMENT: Mapping[str, str] = {
    "CLAIM": "信访诉求",
    "FACTS": "查明事实",
    "EVIDENCE": "证据材料",
    "CONCLUSION": "处理结论",
    "LEGAL_BASIS": "法律政策依据",
    "MEASURES": "措施和时限",
    "LETTER": "文号、日期、印章和负责人签字",
    "CONTACT": "联系人",
    "REVIEW_RIGHT": "复查权利告知",
}
DELIVERY: Mapping[str, str] = {
    "IN_PERSON": "当面送达",
    "REGISTERED_POST": "挂号邮寄",
    "PLATFORM": "平台送达",
    "POST": "邮寄",
    "ON_FILE": "存卷",
}
WITNESS: Mapping[str, str] = {
    "COMMUNITY": "社区（村）人员",
    "DISCIPLINE": "纪检机构人员",
    "REPORTER_CHOICE": "举报人自选",
}
ARCHIVE_ITEM: Mapping[str, str] = {
    "ORIGINAL": "信访件原件或摘要材料",
    "LEADER_NOTES": "领导阅示件、批示文件",
    "INVESTIGATION": "调查报告和处理结论",
    "EVIDENCE": "证据材料",
}
RETENTION: Mapping[str, str] = {"PERMANENT": "永久", "LONG": "长期", "SHORT": "短期"}
REGISTER_FIELD: Mapping[str, str] = {
    "NAME": "姓名",
    "EMPLOYER_OR_ADDRESS": "工作单位或家庭地址",
    "TIME": "信访时间",
    "CONTENT": "主要内容",
    "PHONE": "电话",
}
PETITIONER: Mapping[str, str] = {
    "PERSON": "自然人",
    "LEGAL_PERSON": "法人",
    "ORGANISATION": "其他组织",
}
