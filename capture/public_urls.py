"""Public addresses of capture: hosted forms, hooks for other programs, referral links, and tracking."""

from django.urls import URLPattern, path

from capture.views import (
    hook_public,
    kiosk_public,
    mail_door_public,
    public,
    public_after,
    referral_public,
    tracking_public,
)


app_name = "public"
urlpatterns: list[URLPattern] = [
    path("f/<str:token>/", public.form_page, name="form"),
    path("f/<str:token>/thanks/<uuid:public_id>/", public_after.thanks, name="thanks"),
    path("f/<str:token>/form.js", public.script, name="form-script"),
    path("f/<str:token>/event/<str:seal>/", kiosk_public.page, name="event"),
    path("f/<str:token>/event/<str:seal>/worker.js", kiosk_public.worker, name="event-worker"),
    path("f/<str:token>/file/<str:signed>/", public_after.handout, name="handout"),
    path("f/<str:token>/confirm/<str:signed>/", public_after.confirm, name="confirm"),
    path("hooks/mail/<str:token>/<slug:provider>", mail_door_public.receive, name="mail-door"),
    path("hooks/<str:token>/", hook_public.receive, name="hook"),
    path("r/<str:token>/", referral_public.follow, name="referral"),
    path("t/<str:token>/", tracking_public.receive, name="track"),
    path("t/<str:token>/script.js", tracking_public.script, name="track-script"),
]
