"""Pages of distribution, below /w/<workspace>/."""

from django.urls import path

from distribution.views import answers, policy, pools, reasons, routes, today


app_name = "distribution"
urlpatterns = [
    path("today/", today.today, name="today"),
    path("today/mine/", today.mine, name="my-work"),
    path("today/news/", today.news, name="news"),
    path("today/<int:pk>/call/", today.call, name="call"),
    path("today/<int:pk>/accept/", today.accept, name="today-accept"),
    path("today/<int:pk>/return/", today.give_back, name="today-return"),
    path("today/undo/<str:token>/", today.undo_call, name="undo-call"),
    path("leads/<int:pk>/accept/", answers.accept, name="accept"),
    path("leads/<int:pk>/return/", answers.give_back, name="give-back"),
    path("leads/<int:pk>/hand-off/", answers.by_hand, name="by-hand"),
    path("handoff/", policy.show, name="hand-off"),
    path("handoff/clock/", policy.edit, name="clock"),
    path("handoff/routes/new/", routes.edit, name="create-route"),
    path("handoff/routes/<int:pk>/", routes.edit, name="route"),
    path("handoff/routes/<int:pk>/move/", routes.move, name="move-route"),
    path("handoff/pools/new/", pools.edit, name="create-pool"),
    path("handoff/pools/<int:pk>/", pools.edit, name="pool"),
    path("handoff/pools/<int:pk>/delete/", pools.delete, name="delete-pool"),
    path("handoff/absences/new/", pools.set_absence, name="create-absence"),
    path("handoff/absences/<int:user>/end/", pools.end_absence, name="end-absence"),
    path("handoff/reasons/new/", reasons.edit, name="create-reason"),
    path("handoff/reasons/<int:pk>/", reasons.edit, name="reason"),
]
