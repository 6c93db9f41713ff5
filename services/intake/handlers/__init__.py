"""What intake does about each event and each command."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contracts.commands import intake as commands
from contracts.events.gate import PetitionReceived
from contracts.events.handling import PetitionConcluded, ReplyDelivered
from contracts.events.routing import (
    NonacceptanceApproved,
    PetitionAccepted,
    PetitionScopeAssessed,
)
from services.intake.handlers import (
    arriving,
    classifying,
    first_contact,
    hosting,
    linking,
    publishing,
    receiving,
    telling,
)

ON_EVENT: Mapping[type[Any], Any] = {
    PetitionReceived: arriving.on_petition_received,
    PetitionScopeAssessed: telling.on_scope_assessed,
    PetitionAccepted: telling.on_petition_accepted,
    NonacceptanceApproved: telling.on_nonacceptance_approved,
    ReplyDelivered: telling.on_reply_delivered,
    PetitionConcluded: telling.on_petition_concluded,
}

ON_COMMAND: Mapping[type[Any], Any] = {
    commands.ConfirmReadBack: receiving.on_confirm_read_back,
    commands.AnswerOnSpot: receiving.on_answer_on_spot,
    commands.PromiseReply: receiving.on_promise_reply,
    commands.ElectRepresentatives: receiving.on_elect_representatives,
    commands.LogOrderIncident: receiving.on_log_order_incident,
    commands.Withdraw: receiving.on_withdraw,
    commands.LinkDuplicate: linking.on_link_duplicate,
    commands.UnlinkDuplicate: linking.on_unlink_duplicate,
    commands.SupplyInformation: receiving.on_supply_information,
    commands.DeferVisit: first_contact.on_defer_visit,
    commands.GuideVisitor: first_contact.on_guide_visitor,
    commands.ForwardMaterials: first_contact.on_forward_materials,
    commands.AssignReception: hosting.on_assign_reception,
    commands.ApproveReceptionLead: hosting.on_approve_reception_lead,
    commands.StartReception: hosting.on_start_reception,
    commands.RedirectVisitor: hosting.on_redirect_visitor,
    commands.RetractPublication: publishing.on_retract_publication,
    commands.SendAcceptanceNotice: telling.on_send_acceptance_notice,
    commands.Reclassify: classifying.on_reclassify,
    commands.LiftRestriction: classifying.on_lift_restriction,
}
