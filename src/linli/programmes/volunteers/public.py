"""Volunteering: the only module other packages import."""

from linli.programmes.volunteers.books import (
    BookRow,
    book,
    book_statement,
    books,
    by_number,
    members,
    service,
    statement_of,
)
from linli.programmes.volunteers.importing import COLUMNS as IMPORT_COLUMNS
from linli.programmes.volunteers.importing import ImportResult, Line, call_name_of, import_volunteers
from linli.programmes.volunteers.kinds import kind, kinds, results
from linli.programmes.volunteers.own import (
    certificate_rows,
    me,
    my_activities,
    my_certificates,
    my_points,
    my_redemptions,
    my_services,
    next_star,
    shop,
    verified,
)
from linli.programmes.volunteers.policies import CONFIRMERS, ORGANISERS, STEWARDS, may_any
from linli.programmes.volunteers.privacy import erase, export, reseal
from linli.programmes.volunteers.queries import activity, schemes, teams, thanked, totals, upcoming
from linli.programmes.volunteers.rules import limits
from linli.programmes.volunteers.running import (
    aside,
    attendees,
    door_code,
    doors,
    personal_of,
    planned,
    redemption,
    services,
    stock,
    to_confirm,
    volunteer,
    volunteers,
)
from linli.programmes.volunteers.standard import standard_sheets, window_words
from linli.programmes.volunteers.types import (
    ActivityDetail,
    ActivityRow,
    Attendee,
    CertificateRow,
    ItemRow,
    KindRow,
    MemberRow,
    Personal,
    RedemptionRow,
    ResultRow,
    RoleRow,
    SchemeRow,
    ServiceRow,
    Sheet,
    ShopRow,
    TeamRow,
    Totals,
    VolunteerRow,
)
from linli.programmes.volunteers.verbs.activities import (
    ActivityInput,
    RoleInput,
    cancel_activity,
    note_result,
    plan_activity,
)
from linli.programmes.volunteers.verbs.attend import back_entry, check_in, check_out, end_forgotten
from linli.programmes.volunteers.verbs.certify import ask_certificate, pdf_for, withdraw_certificate
from linli.programmes.volunteers.verbs.confirm import confirm_service, refuse_service, take_back
from linli.programmes.volunteers.verbs.correct import correct
from linli.programmes.volunteers.verbs.define import ItemInput, SchemeInput, define_schemes, define_service_rules
from linli.programmes.volunteers.verbs.register import (
    VolunteerInput,
    agree_as_guardian,
    change_volunteer,
    register_volunteer,
    set_cover,
)
from linli.programmes.volunteers.verbs.shop import SoldOut, define_item, fetch, give_back, lapse, reserve, restock
from linli.programmes.volunteers.verbs.sign_up import sign_up, withdraw
from linli.programmes.volunteers.verbs.teams import found_team, join_team, leave_team

__all__ = [
    "CONFIRMERS", "IMPORT_COLUMNS", "ORGANISERS", "STEWARDS", "ActivityDetail", "ActivityInput", "ActivityRow",
    "Attendee", "BookRow", "CertificateRow", "ImportResult", "ItemInput", "ItemRow", "KindRow", "Line", "MemberRow",
    "Personal", "RedemptionRow", "ResultRow", "RoleInput", "RoleRow", "SchemeInput", "SchemeRow", "ServiceRow",
    "Sheet", "ShopRow", "SoldOut", "TeamRow", "Totals", "VolunteerInput", "VolunteerRow", "activity",
    "agree_as_guardian", "aside", "ask_certificate", "attendees", "back_entry", "book", "book_statement", "books",
    "by_number", "call_name_of", "cancel_activity", "certificate_rows", "change_volunteer", "check_in", "check_out",
    "confirm_service", "correct", "define_item", "define_schemes", "define_service_rules", "door_code", "doors",
    "end_forgotten", "erase", "export", "fetch", "found_team", "give_back", "import_volunteers", "join_team", "kind",
    "kinds", "lapse", "leave_team", "limits", "may_any", "me", "members", "my_activities", "my_certificates",
    "my_points", "my_redemptions", "my_services", "next_star", "note_result", "pdf_for", "personal_of",
    "plan_activity", "planned", "redemption", "refuse_service", "register_volunteer", "reseal", "reserve", "restock",
    "results", "schemes", "service", "services", "set_cover", "shop", "sign_up", "standard_sheets", "statement_of",
    "stock", "take_back", "teams", "thanked", "to_confirm", "totals", "upcoming", "verified", "volunteer",
    "volunteers", "window_words", "withdraw", "withdraw_certificate",
]
