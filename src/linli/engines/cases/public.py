"""Cases: what other packages may use of them."""

from linli.engines.cases.answered import ANSWERS, AnsweredRow, answered_alike
from linli.engines.cases.board import Board, Counts, board
from linli.engines.cases.classifier import (
    ClassifierState,
    CorrectionRow,
    VersionRow,
    acts_by_itself,
    classifier_state,
    classifier_version,
    classifier_versions,
    corrections,
)
from linli.engines.cases.danger import Danger, DangerFound, danger_in
from linli.engines.cases.definitions import (
    CategoryInput,
    DangerInput,
    KindInput,
    LimitInput,
    MatterInput,
    TemplateInput,
)
from linli.engines.cases.detail import (
    AgreementRow,
    CaseDetail,
    ClockRow,
    ExtensionRow,
    MilestoneRow,
    PhotoRow,
    TaskRow,
    case_for,
)
from linli.engines.cases.exports import export_columns, export_rows
from linli.engines.cases.figures import FigureRow, Figures, Part, Rate, figure_cases, figures, filter_of, public_figures
from linli.engines.cases.followed import FollowedRow, followed
from linli.engines.cases.followings import Opened, Reporter
from linli.engines.cases.hot.keeping import gather_new, tidy_hot
from linli.engines.cases.hot.lists import HotDetail, HotRow, Week, hot_issue, hot_issues
from linli.engines.cases.hot.reading import Columns, Message, Messages, guessed, read_messages
from linli.engines.cases.lessons import LessonView, lesson_file
from linli.engines.cases.lifecycle import ENDED, IN_WORK, OPEN, STEPS, TABLE, Effect, Exit, State, Step, Who
from linli.engines.cases.lists import desk_list, search
from linli.engines.cases.matters import LISTS, ApplicationRow, application, applications, listed_matter, matters
from linli.engines.cases.models import Attachment, Case, Following, Origin, Task
from linli.engines.cases.nearby import Near, NearPublic, duplicates_of, similar_nearby, similar_public
from linli.engines.cases.openverbs import open_verbs, task_verbs
from linli.engines.cases.pastwork import GridChange, NetReplay, past_cases, replay_net
from linli.engines.cases.photos import PhotoFile, add_photo, photo_for
from linli.engines.cases.policies import seen_by
from linli.engines.cases.privacy import HELD, Held, Personal, erase, export, personal, reseal
from linli.engines.cases.public_lists import (
    AreaMark,
    PublicCase,
    PublicMap,
    PublicMark,
    PublicRow,
    public_case,
    public_list,
    public_map,
)
from linli.engines.cases.replays import LoadChange, Moved, Outcome, Replay, replay_rule
from linli.engines.cases.routing import Draft, Suggestion, desk_for, note_broken, route, suggest
from linli.engines.cases.routing import draft as routing_draft
from linli.engines.cases.rows import CaseFilter, CaseRow
from linli.engines.cases.rulebook import BrokenRule, RuleRow, broken_rules, rules, usual_posts
from linli.engines.cases.rulesets import (
    DraftRule,
    RuleSetDetail,
    RuleSetRow,
    RuleSuggestion,
    last_replay,
    replay_set,
    rule_set,
    rule_sets,
    suggested_rules,
)
from linli.engines.cases.search import reindex
from linli.engines.cases.senders import as_sender
from linli.engines.cases.suggesting import ClassGuess, ClassGuesses, suggest_classes
from linli.engines.cases.tallies.keeping import rebuild as rebuild_tallies
from linli.engines.cases.tallies.keeping import verify as verify_tallies
from linli.engines.cases.taxonomy import (
    CategoryRow,
    DangerRow,
    KindRow,
    LimitRow,
    MatterRow,
    categories,
    category,
    dangers,
    kind,
    kinds,
    limits,
)
from linli.engines.cases.templates import TemplateRow, reply_templates
from linli.engines.cases.themes import ThemeRow, public_themes, theme, themes
from linli.engines.cases.tick import TickReport, tick
from linli.engines.cases.todo import Todo, todo
from linli.engines.cases.tracking import (
    TrackingView,
    by_tracking_code,
    followings_of,
    second_matters,
    tracking_view,
)
from linli.engines.cases.twofold import Half, Twofold, two_matters
from linli.engines.cases.verbs import (
    accept,
    add_helper,
    amend,
    answer,
    ask_extension,
    call_back,
    cancel_task,
    check,
    claim,
    confirm,
    contact,
    decline,
    decline_task,
    dispatch,
    divide,
    escalate,
    finish_milestone,
    finish_task,
    follow,
    grant_extension,
    handle,
    interim,
    link_theme,
    merge,
    perform,
    propose_close,
    rate,
    refuse,
    refuse_extension,
    release,
    reopen,
    resume,
    review_close,
    set_milestones,
    split,
    supervise,
    suspend,
    take,
    take_task,
    whistle,
    withdraw,
)
from linli.engines.cases.verbs.classifier import (
    bring_lesson,
    decide_confidence,
    learn_from_cases,
    learn_from_file,
    learn_from_lesson,
    use_version,
)
from linli.engines.cases.verbs.define import (
    define_categories,
    define_category,
    define_dangers,
    define_kind,
    define_kinds,
    define_limits,
    define_matters,
    define_reply_templates,
    define_usual_posts,
    drop_limit,
    save_limit,
    save_reply_template,
)
from linli.engines.cases.verbs.drafting import Opening
from linli.engines.cases.verbs.handle import AgreementInput
from linli.engines.cases.verbs.hot import theme_from_hot
from linli.engines.cases.verbs.matters import apply_for_admission, ask_opinion, decide_application, give_opinion
from linli.engines.cases.verbs.open_case import coming, open_all, open_case, open_one
from linli.engines.cases.verbs.rules import RuleInput, define_rules, drop_rule, move_rule, save_rule, switch_rule
from linli.engines.cases.verbs.rulesets import (
    draft_rules,
    drop_draft,
    publish_rules,
    put_rule,
    replay_in_background,
    shift_rule,
    take_out_rule,
)
from linli.engines.cases.verbs.themes import change_theme, open_theme, resolve_theme
from linli.engines.cases.whatif import GridLoad, Loads, PastCase, Staffing, replay_grids
from linli.engines.cases.words import StepRow

__all__ = [
    "ANSWERS", "ENDED", "HELD", "IN_WORK", "LISTS", "OPEN", "STEPS", "TABLE", "AgreementInput", "AgreementRow",
    "AnsweredRow", "ApplicationRow", "AreaMark", "Attachment", "Board", "BrokenRule", "Case", "CaseDetail",
    "CaseFilter", "CaseRow", "CategoryInput", "CategoryRow", "ClassGuess", "ClassGuesses", "ClassifierState",
    "ClockRow", "Columns", "CorrectionRow", "Counts", "Danger", "DangerFound", "DangerInput", "DangerRow", "Draft",
    "DraftRule", "Effect", "Exit", "ExtensionRow", "FigureRow", "Figures", "FollowedRow", "Following", "GridChange",
    "GridLoad", "Half", "Held", "HotDetail", "HotRow", "KindInput", "KindRow", "LessonView", "LimitInput", "LimitRow",
    "LoadChange", "Loads", "MatterInput", "MatterRow", "Message", "Messages", "MilestoneRow", "Moved", "Near",
    "NearPublic", "NetReplay", "Opened", "Opening", "Origin", "Outcome", "Part", "PastCase", "Personal", "PhotoFile",
    "PhotoRow", "PublicCase", "PublicMap", "PublicMark", "PublicRow", "Rate", "Replay", "Reporter", "RuleInput",
    "RuleRow", "RuleSetDetail", "RuleSetRow", "RuleSuggestion", "Staffing", "State", "Step", "StepRow", "Suggestion",
    "Task", "TaskRow", "TemplateInput", "TemplateRow", "ThemeRow", "TickReport", "Todo", "TrackingView", "Twofold",
    "VersionRow", "Week", "Who", "accept", "acts_by_itself", "add_helper", "add_photo", "amend", "answer",
    "answered_alike", "application", "applications", "apply_for_admission", "as_sender", "ask_extension",
    "ask_opinion", "board", "bring_lesson", "broken_rules", "by_tracking_code", "call_back", "cancel_task",
    "case_for", "categories", "category", "change_theme", "check", "claim", "classifier_state", "classifier_version",
    "classifier_versions", "coming", "confirm", "contact", "corrections", "danger_in", "dangers", "decide_application",
    "decide_confidence", "decline", "decline_task", "define_categories", "define_category", "define_dangers",
    "define_kind", "define_kinds", "define_limits", "define_matters", "define_reply_templates", "define_rules",
    "define_usual_posts", "desk_for", "desk_list", "dispatch", "divide", "draft_rules", "drop_draft", "drop_limit",
    "drop_rule", "duplicates_of", "erase", "escalate", "export", "export_columns", "export_rows", "figure_cases",
    "figures", "filter_of", "finish_milestone", "finish_task", "follow", "followed", "followings_of", "gather_new",
    "give_opinion", "grant_extension", "guessed", "handle", "hot_issue", "hot_issues", "interim", "kind", "kinds",
    "last_replay", "learn_from_cases", "learn_from_file", "learn_from_lesson", "lesson_file", "limits", "link_theme",
    "listed_matter", "matters", "merge", "move_rule", "note_broken", "open_all", "open_case", "open_one",
    "open_theme", "open_verbs", "past_cases", "perform", "personal", "photo_for", "propose_close", "public_case",
    "public_figures", "public_list", "public_map", "public_themes", "publish_rules", "put_rule", "rate",
    "read_messages", "rebuild_tallies", "refuse", "refuse_extension", "reindex", "release", "reopen", "replay_grids",
    "replay_in_background", "replay_net", "replay_rule", "replay_set", "reply_templates", "reseal", "resolve_theme",
    "resume", "review_close", "route", "routing_draft", "rule_set", "rule_sets", "rules", "save_limit",
    "save_reply_template", "save_rule", "search", "second_matters", "seen_by", "set_milestones", "shift_rule",
    "similar_nearby", "similar_public", "split", "suggest", "suggest_classes", "suggested_rules", "supervise",
    "suspend", "switch_rule", "take", "take_out_rule", "take_task", "task_verbs", "theme", "theme_from_hot", "themes",
    "tick", "tidy_hot", "todo", "tracking_view", "two_matters", "use_version", "usual_posts", "verify_tallies",
    "whistle", "withdraw",
]  # fmt: skip
