"""The request programme: what channels call to take a resident's word in."""

from linli.engines.cases.public import ClassGuess, guessed
from linli.programmes.requests.bring import BRING, bring_messages
from linli.programmes.requests.classes import class_of, suggest_class
from linli.programmes.requests.emergencies import EmergencyWords, emergency_of
from linli.programmes.requests.places import find_place
from linli.programmes.requests.submit import Submitted, submit

__all__ = [
    "BRING",
    "ClassGuess",
    "EmergencyWords",
    "Submitted",
    "bring_messages",
    "class_of",
    "emergency_of",
    "find_place",
    "guessed",
    "submit",
    "suggest_class",
]
