"""The words everybody uses: code lists, each a closed set."""

from __future__ import annotations

from typing import Literal

Channel = Literal[
    "LETTER",
    "VISIT",
    "PHONE",
    "SMS",
    "COMMAND_CENTRE",
    "PROV_PETITION_PLATFORM",
    "FIVE_TYPE_PROV",
    "FIVE_TYPE_CITY",
    "VOICE_PROV",
    "VOICE_CITY",
    "GOV_INTERACTION",
    "SUGGEST_JJ",
    "OTHER",
]
Kind = Literal["COMPLAINT", "APPEAL", "REPORT", "OPINION", "SUGGESTION", "OTHER"]
Regime = Literal["2005", "2022"]
Confidentiality = Literal["NORMAL", "CAUTION", "RESTRICTED"]
Publish = Literal["NONE", "PETITIONER_ONLY", "PUBLIC_SUMMARY_OK"]
PetitionerType = Literal["PERSON", "LEGAL_PERSON", "ORGANISATION"]
Allegation = Literal["NONE", "VIOLATION", "MANNER", "INACTION", "UNSURE"]
Rank = Literal["LEADING_GROUP", "UNIT_HEAD", "PETITION_OFFICE", "DISCIPLINE", "STAFF"]
Hazard = Literal["SAFETY", "SELF_HARM", "VIOLENCE", "DISORDER"]
StatutoryRoute = Literal[
    "NONE", "LITIGATION", "ARBITRATION", "ADMIN_REVIEW", "OTHER_ORGAN", "FINAL"
]

ScopeBasis = Literal["FUNCTION", "TEAM", "MECHANISM", "NONE", "UNCLEAR"]
Acceptance = Literal["ACCEPT", "PARTIAL", "NOT_ACCEPT", "MERGE_DUPLICATE", "NEED_INFO"]
Routing = Literal[
    "NORMAL_TRANSFER",
    "COMMAND_CENTRE_SELF_HANDLED",
    "UNIT_SELF_HANDLED",
    "RESTRICTED_TO_DISCIPLINE",
    "RETURNED_TO_SOURCE",
    "INFORMED_DIRECTLY",
    "NONE",
]
Status = Literal[
    "REGISTERED",
    "NEED_INFO",
    "NOT_ACCEPTED",
    "MERGED",
    "ACCEPTED",
    "ASSIGNED",
    "HANDLING",
    "REPLIED",
    "CONCLUDED",
    "ARCHIVED",
    "WITHDRAWN",
    "TRANSFERRED_OUT",
]
CaseStanding = Literal["OPEN", "ANSWERED"]
"""How another case stands, where that matters to a petition about the same."""
Likeness = Literal["SAME", "ALIKE", "OTHER"]
"""Of two matters."""
Package = Literal["NONE", "CANDIDATE", "TRIGGERED", "WAIVED"]
Trigger = Literal["T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8", "T9"]

OrganLevel = Literal["TOWN", "COUNTY", "CITY", "PROVINCE", "NATIONAL"]
ReferralType = Literal["FORWARD", "ASSIGN"]
InstructionLevel = Literal["BUREAU", "CITY", "PROVINCE", "NATIONAL"]
InstructionBy = Literal["DIRECTOR", "DEPUTY_DIRECTOR", "LEADER", "ORGAN"]
InstructionType = Literal["INSTRUCT", "READ"]
OutletClass = Literal["PARTY_GOV_PAPER", "LISTED_NETWORK", "OTHER"]
EarlierState = Literal["IN_PROGRESS", "REPLIED", "REFUSED", "FINAL"]

Kind2022 = Literal[
    "ART_29",
    "ART_30",
    "ART_31_1",
    "ART_31_2",
    "ART_31_3",
    "ART_31_4",
    "ART_31_5",
    "ART_31_6",
]

ContactType = Literal["PHONE", "APPOINTMENT", "HOME_VISIT"]
Method = Literal["CONSULTATION", "EDUCATION", "NEGOTIATION", "MEDIATION"]
EvidenceType = Literal["RECORD", "PHOTO", "VIDEO", "COPY"]
ReplyElement = Literal[
    "CLAIM",
    "FACTS",
    "EVIDENCE",
    "CONCLUSION",
    "LEGAL_BASIS",
    "MEASURES",
    "LETTER",
    "CONTACT",
    "REVIEW_RIGHT",
]
MissingElement = ReplyElement | Literal["CO_OPINION", "EXTENSION_NOTICE"]
DeliveryWay = Literal["IN_PERSON", "REGISTERED_POST", "PLATFORM"]
WITNESS_SIDES = ("COMMUNITY", "DISCIPLINE", "REPORTER_CHOICE")
"""Besides these a witness may come from a unit; then the side is its code."""
OutcomeCode = Literal[
    "REPLIED",
    "SIGNED",
    "SIGNOFF_REFUSED",
    "UNREACHABLE",
    "ON_THE_SPOT",
    "INVESTIGATED",
]
ReviewResult = Literal["UPHELD", "CHANGED", "REVOKED", "REDO"]
ReviewStep = Literal["REVIEW", "REEXAMINATION"]
LeaderActivity = Literal["ANNOTATED", "RECEIVED", "BRIEFED"]
"""What a leader does about a petition himself (art. 5(二)): reads it, sees people, is told."""

DeadlineKey = Literal[
    "acceptance_notice",
    "objection_to_referral",
    "forwarding",
    "conclude",
    "max_extended",
    "extended",
    "simple",
    "channel",
    "superior",
    "promise",
    "review_request",
    "review_opinion",
    "reexam_request",
    "reexam_opinion",
]
StepKey = Literal[
    "draft",
    "approval",
    "urgent_approval",
    "unit_receipt",
    "head_report",
    "designate_handler",
    "verification_start",
    "co_opinion",
    "reply_before_due",
    "reception_arrival",
    "package_team",
    "package_report",
    "package_report_again",
    "urgent_report",
]
"""What is waited for inside the bureau: urged when it is late, never missed (E63)."""

NoticeWay = Literal["POST", "PLATFORM", "IN_PERSON", "ON_FILE"]
"""How a notice reaches the petitioner; ON_FILE = written for whoever cannot be reached."""

Seat = Literal["LEADER", "SUPERVISOR", "RESPONSIBLE"]
Guarantee = Literal["KNOW", "EDUCATE", "STABILITY", "RESOLVE", "SETTLE"]
GuaranteeState = Literal["DONE", "NOT_APPLICABLE"]
PackageCloseGround = Literal["SETTLED", "FINAL", "QUIET", "ENDED"]
FindingKind = Literal["FAULT", "SERIOUS_IMPACT", "JUST_CAUSE"]
ArchiveItem = Literal["ORIGINAL", "LEADER_NOTES", "INVESTIGATION", "EVIDENCE"]
Retention = Literal["PERMANENT", "LONG", "SHORT"]
ReportKind = Literal["REPORT", "ANALYSIS", "METRICS", "ASSESSMENT"]
LibraryKind = Literal["POLICY", "GUIDANCE"]
BreachCause = Literal["LOSS", "DISCLOSURE", "ALTERATION"]
Lane = Literal["open", "restricted"]
