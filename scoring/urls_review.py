"""Pages of the review meeting, below /w/<workspace>/."""

from django.urls import path

from scoring.views import review, review_begin, review_result, review_vote


urlpatterns = [
    path("review/", review_begin.index, name="reviews"),
    path("review/new/", review_begin.new, name="review-new"),
    path("review/alarm/", review_begin.alarm, name="review-alarm"),
    path("review/<int:pk>/", review.show, name="review"),
    path("review/<int:pk>/invite/", review_begin.invite, name="review-invite"),
    path("review/<int:pk>/remind/", review.remind, name="review-remind"),
    path("review/<int:pk>/vote/", review_vote.vote, name="review-vote"),
    path("review/<int:pk>/vote/undo/", review_vote.undo, name="review-undo"),
    path("review/<int:pk>/close/", review.close, name="review-close"),
    path("review/<int:pk>/decide/", review_result.decide, name="review-decide"),
    path("review/<int:pk>/draft/", review_result.draft, name="review-draft"),
    path("review/<int:pk>/print/", review_result.minutes, name="review-print"),
]
