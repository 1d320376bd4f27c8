"""Pages of a draft's models and of the definitions that teams hold, below /w/<workspace>/."""

from django.urls import path

from scoring.views import definitions, models


urlpatterns = [
    path("scoring/draft/models/new-one/", models.model, name="model-new"),
    path("scoring/draft/models/<slug:key>/", models.model, name="model"),
    path("scoring/draft/models/<slug:key>/move/", models.move, name="model-move"),
    path("scoring/draft/models/<slug:key>/delete/", models.delete, name="model-delete"),
    path("scoring/draft/definitions/new-one/", definitions.definition, name="definition-new"),
    path("scoring/draft/definitions/<slug:key>/", definitions.definition, name="definition"),
    path("scoring/draft/definitions/<slug:key>/move/", definitions.move, name="definition-move"),
    path("scoring/draft/definitions/<slug:key>/delete/", definitions.delete, name="definition-delete"),
]
