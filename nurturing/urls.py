"""Pages of nurturing, below /w/<workspace>/."""

from django.urls import URLPattern, path

from nurturing.views import content


app_name = "nurturing"
urlpatterns: list[URLPattern] = [
    path("content/", content.piece_list, name="content"),
    path("content/new/", content.edit_piece, name="create-piece"),
    path("content/map/", content.coverage_map, name="coverage"),
    path("content/brief/", content.brief, name="brief"),
    path("content/<int:pk>/", content.edit_piece, name="piece"),
    path("content/<int:pk>/archive/", content.archive_piece, name="archive-piece"),
]
