"""URLs of core: preferences; the style guide where a developer or a test asked for it."""

from django.conf import settings
from django.urls import URLPattern, path

from core.views import preferences, style_guide


app_name = "core"
urlpatterns: list[URLPattern] = [path("preferences/", preferences.set_preferences, name="preferences")]
if settings.DEBUG or settings.TESTING:
    urlpatterns += [
        path("dev/styleguide/", style_guide.style_guide, name="style_guide"),
        path("dev/styleguide/fact/", style_guide.style_guide_fact, name="style_guide_fact"),
        path("dev/styleguide/dialog/", style_guide.style_guide_dialog, name="style_guide_dialog"),
        path("dev/styleguide/<slug:part>/", style_guide.style_guide_part, name="style_guide_part"),
    ]
