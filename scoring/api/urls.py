"""API of scoring, below /api/v1/."""

from django.urls import path

from scoring.api import dial, event_questions, reviews, views, what_if


app_name = "scoring-api"
urlpatterns = [
    path("leads/<uuid:public_id>/score/", views.LeadScore.as_view(), name="lead-score"),
    path("leads/<uuid:public_id>/score/history/", views.LeadHistory.as_view(), name="lead-history"),
    path("leads/<uuid:public_id>/grade/", views.LeadGrade.as_view(), name="lead-grade"),
    path("reviews/", reviews.Reviews.as_view(), name="reviews"),
    path("reviews/<uuid:public_id>/", reviews.ReviewDetail.as_view(), name="review"),
    path("reviews/<uuid:public_id>/verdicts/", reviews.Verdicts.as_view(), name="review-verdicts"),
    path("scoring/event-questions/", event_questions.EventQuestions.as_view(), name="event-questions"),
    path("scoring/models/", views.Models.as_view(), name="models"),
    path("scoring/models/draft/", views.Draft.as_view(), name="draft"),
    path("scoring/models/draft/simulate/", what_if.Simulate.as_view(), name="simulate"),
    path("scoring/models/draft/dial/", dial.Dial.as_view(), name="dial"),
    path("scoring/models/draft/dial/count/", dial.DialCount.as_view(), name="dial-count"),
    path("scoring/models/draft/moves/", what_if.Moves.as_view(), name="moves"),
    path("scoring/models/draft/back-test/", what_if.BackTest.as_view(), name="back-test"),
    path("scoring/models/draft/test/", what_if.Trial.as_view(), name="test"),
    path("scoring/models/compare/", what_if.Compare.as_view(), name="compare"),
    path("scoring/models/publish/", views.Publish.as_view(), name="publish"),
    path("scoring/models/<uuid:public_id>/", views.ModelDetail.as_view(), name="model"),
]
