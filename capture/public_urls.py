"""Public addresses of capture: hosted forms, and hooks for other programs."""

from django.urls import URLPattern, path

from capture.views import hook_public, public


app_name = "public"
urlpatterns: list[URLPattern] = [
    path("f/<str:token>/", public.form_page, name="form"),
    path("f/<str:token>/thanks/<uuid:public_id>/", public.thanks, name="thanks"),
    path("hooks/<str:token>/", hook_public.receive, name="hook"),
]
