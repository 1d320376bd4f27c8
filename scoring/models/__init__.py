"""Models of scoring."""

from scoring.models.chunk import RescoreChunk
from scoring.models.learned import LearnedModel
from scoring.models.meeting import EventQuestion, EventWish, Meeting, MeetingLine, MeetingSeat, MeetingVote
from scoring.models.model import Criterion, CriterionGroup, ScoringModel
from scoring.models.review import ReviewAlarm, ReviewCase, ReviewMeeting, ReviewSeat, ReviewVerdict
from scoring.models.sign_off import HandGrade, SignOff
from scoring.models.snapshot import ScoreSnapshot


__all__ = [
    "Criterion",
    "CriterionGroup",
    "EventQuestion",
    "EventWish",
    "HandGrade",
    "LearnedModel",
    "Meeting",
    "MeetingLine",
    "MeetingSeat",
    "MeetingVote",
    "RescoreChunk",
    "ReviewAlarm",
    "ReviewCase",
    "ReviewMeeting",
    "ReviewSeat",
    "ReviewVerdict",
    "ScoreSnapshot",
    "ScoringModel",
    "SignOff",
]
