"""The journal's door: everything other packages may use of it."""

from linli.engines.journal.audit import events
from linli.engines.journal.chain import digest, spelled
from linli.engines.journal.hours import Hours
from linli.engines.journal.jobs import RunningJob, forget_job, register_job
from linli.engines.journal.models import AppendOnly, AppendOnlyRows, Event, Rewritten
from linli.engines.journal.named import forget_names, names_of, register_names, streams_called
from linli.engines.journal.privacy import erase, export, reseal, tidy
from linli.engines.journal.queries import (
    dead_letters,
    histories,
    history,
    inbox,
    job,
    jobs,
    look_log,
    looks,
    looks_at,
    messages_for_following,
    messages_per_week,
    newest_seal,
    outbox_state,
    unread_count,
)
from linli.engines.journal.registry import forget, receive, subscribe
from linli.engines.journal.ticks import forget_tick, on_tick, run_ticks
from linli.engines.journal.types import (
    DeadLetter,
    EventRow,
    Fault,
    JobRow,
    LookRow,
    MailSettings,
    MessageRow,
    OutboxState,
    SealRow,
    StepRow,
)
from linli.engines.journal.verbs.dead_letters import lay_aside_dead_letter, retry_dead_letter
from linli.engines.journal.verbs.deliver import deliver_due, deliver_outside_due
from linli.engines.journal.verbs.jobs import (
    JOB_LEASE,
    beat,
    claim_job,
    give_back_job,
    job_was_lost,
    run_job,
    start_job,
    stop_job,
)
from linli.engines.journal.verbs.look import look
from linli.engines.journal.verbs.mail_settings import change_mail_settings, mail_settings
from linli.engines.journal.verbs.notify import Notice, notify, notify_all
from linli.engines.journal.verbs.read import mark_read
from linli.engines.journal.verbs.record import Beginning, begin_streams, enqueue, enqueue_many, record
from linli.engines.journal.verbs.seal import seal_due
from linli.engines.journal.verify import verify

send_mail_due = deliver_outside_due

__all__ = [
    "JOB_LEASE",
    "AppendOnly",
    "AppendOnlyRows",
    "Beginning",
    "DeadLetter",
    "Event",
    "EventRow",
    "Fault",
    "Hours",
    "JobRow",
    "LookRow",
    "MailSettings",
    "MessageRow",
    "Notice",
    "OutboxState",
    "Rewritten",
    "RunningJob",
    "SealRow",
    "StepRow",
    "beat",
    "begin_streams",
    "change_mail_settings",
    "claim_job",
    "dead_letters",
    "deliver_due",
    "deliver_outside_due",
    "digest",
    "enqueue",
    "enqueue_many",
    "erase",
    "events",
    "export",
    "forget",
    "forget_job",
    "forget_names",
    "forget_tick",
    "give_back_job",
    "histories",
    "history",
    "inbox",
    "job",
    "job_was_lost",
    "jobs",
    "lay_aside_dead_letter",
    "look",
    "look_log",
    "looks",
    "looks_at",
    "mail_settings",
    "mark_read",
    "messages_for_following",
    "messages_per_week",
    "names_of",
    "newest_seal",
    "notify",
    "notify_all",
    "on_tick",
    "outbox_state",
    "receive",
    "record",
    "register_job",
    "register_names",
    "reseal",
    "retry_dead_letter",
    "run_job",
    "run_ticks",
    "seal_due",
    "send_mail_due",
    "spelled",
    "start_job",
    "stop_job",
    "streams_called",
    "subscribe",
    "tidy",
    "unread_count",
    "verify",
]
