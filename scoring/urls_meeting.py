"""Pages of the definition meeting, below /w/<workspace>/."""

from django.urls import path

from scoring.views import event_questions, meeting, meeting_lines, meeting_vote


urlpatterns = [
    path("scoring/meetings/", meeting.index, name="meetings"),
    path("scoring/meetings/new/", meeting.new, name="meeting-new"),
    path("scoring/meetings/questions/", event_questions.index, name="event-questions"),
    path("scoring/meetings/questions/ask/", event_questions.ask, name="event-question-ask"),
    path("scoring/meetings/questions/<int:pk>/", event_questions.settle, name="event-question"),
    path("scoring/meetings/questions/<int:pk>/drop/", event_questions.drop, name="event-question-drop"),
    path("scoring/meetings/<int:pk>/", meeting.show, name="meeting"),
    path("scoring/meetings/<int:pk>/ballot/", meeting.ballot, name="meeting-ballot"),
    path("scoring/meetings/<int:pk>/ballot/new/", meeting_lines.add, name="meeting-line-new"),
    path("scoring/meetings/<int:pk>/counting/", meeting_lines.counting, name="meeting-counting"),
    path("scoring/meetings/<int:pk>/count/", meeting_lines.count, name="meeting-count"),
    path("scoring/meetings/<int:pk>/invite/", meeting.invite, name="meeting-invite"),
    path("scoring/meetings/<int:pk>/remind/", meeting.remind, name="meeting-remind"),
    path("scoring/meetings/<int:pk>/vote/", meeting_vote.vote, name="meeting-vote"),
    path("scoring/meetings/<int:pk>/vote/<int:line>/", meeting_vote.spread, name="meeting-spread"),
    path("scoring/meetings/<int:pk>/close/", meeting.close, name="meeting-close"),
    path("scoring/meetings/<int:pk>/draft/", meeting.draft, name="meeting-draft"),
    path("scoring/meetings/<int:pk>/minutes/", meeting.minutes, name="meeting-minutes"),
]
