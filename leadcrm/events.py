"""What is asked of people met at events: what Sales agreed on in scoring, in the forms of capture."""

from capture.services import kiosk
from scoring.services import meeting_questions


def questions() -> list[kiosk.Question]:
    """Return the agreed questions; their kinds of answer are those of fields. Queries: one."""
    return [kiosk.Question(one.text, one.kind, one.options) for one in meeting_questions.agreed()]
