"""Training: the only module other packages import."""

from linli.programmes.training.models import MONTHS, Course, Outcome, Trainee
from linli.programmes.training.policies import READS, RUNS, runs
from linli.programmes.training.privacy import erase, export, personal_of
from linli.programmes.training.queries import (
    course,
    courses,
    figures,
    mine,
    public_sums,
    to_ask,
    trainee,
    trainees,
)
from linli.programmes.training.types import After, CourseRow, Figures, TraineeRow
from linli.programmes.training.verbs.courses import CourseInput, cancel_course, plan_course
from linli.programmes.training.verbs.enrol import TraineeInput, agree, enrol, withdraw
from linli.programmes.training.verbs.finish import finish, note_outcome

__all__ = [
    "MONTHS", "READS", "RUNS", "After", "Course", "CourseInput", "CourseRow", "Figures", "Outcome", "Trainee",
    "TraineeInput", "TraineeRow", "agree", "cancel_course", "course", "courses", "enrol", "erase", "export", "figures",
    "finish", "mine", "note_outcome", "personal_of", "plan_course", "public_sums", "runs", "to_ask", "trainee",
    "trainees", "withdraw",
]
