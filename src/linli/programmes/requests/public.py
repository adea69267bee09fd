"""The request programme: what channels call to take a resident's word in."""

from linli.engines.cases.public import ClassGuess
from linli.programmes.requests.classes import suggest_class
from linli.programmes.requests.emergencies import EmergencyWords, emergency_of
from linli.programmes.requests.places import find_place
from linli.programmes.requests.submit import Submitted, submit

__all__ = ["ClassGuess", "EmergencyWords", "Submitted", "emergency_of", "find_place", "submit", "suggest_class"]
