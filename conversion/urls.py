"""Pages of conversion, below /w/<workspace>/."""

from django.urls import path

from conversion.views import accounts, board, contacts, convert, deals, moves, pipelines


app_name = "conversion"
urlpatterns = [
    path("leads/<int:pk>/convert/", convert.convert_lead, name="convert"),
    path("leads/<int:pk>/convert/undo/", convert.undo_conversion, name="undo"),
    path("accounts/", accounts.account_list, name="accounts"),
    path("accounts/new/", accounts.create_account, name="create-account"),
    path("accounts/<int:pk>/", accounts.show_account, name="account"),
    path("accounts/<int:pk>/edit/", accounts.edit_account, name="edit-account"),
    path("accounts/<int:pk>/contacts/new/", contacts.create_contact, name="create-contact"),
    path("accounts/<int:account>/opportunities/new/", deals.create_opportunity, name="create-deal"),
    path("contacts/", contacts.contact_list, name="contacts"),
    path("contacts/<int:pk>/", contacts.show_contact, name="contact"),
    path("contacts/<int:pk>/edit/", contacts.edit_contact, name="edit-contact"),
    path("opportunities/", board.opportunities, name="opportunities"),
    path("opportunities/new/", deals.create_opportunity, name="create-opportunity"),
    path("opportunities/<int:pk>/", deals.show_opportunity, name="opportunity"),
    path("opportunities/<int:pk>/edit/", deals.edit_opportunity, name="edit-opportunity"),
    path("opportunities/<int:pk>/next-step/", deals.next_step, name="next-step"),
    path("opportunities/<int:pk>/move/", moves.move, name="move"),
    path("opportunities/<int:pk>/won/", moves.win, name="win"),
    path("opportunities/<int:pk>/lost/", moves.lose, name="lose"),
    path("opportunities/<int:pk>/reopen/", moves.reopen, name="reopen"),
    path("opportunities/<int:pk>/recycle/", moves.recycle, name="recycle"),
    path("settings/pipelines/", pipelines.show_pipelines, name="pipelines"),
    path("settings/pipelines/new/", pipelines.edit_pipeline, name="create-pipeline"),
    path("settings/pipelines/<int:pk>/", pipelines.edit_pipeline, name="pipeline"),
    path("settings/pipelines/<int:pk>/stages/new/", pipelines.add_stage, name="create-stage"),
    path("settings/pipelines/stages/<int:pk>/", pipelines.edit_stage, name="stage"),
    path("settings/pipelines/stages/<int:pk>/move/", pipelines.move_stage, name="move-stage"),
    path("settings/pipelines/stages/<int:pk>/remove/", pipelines.remove_stage, name="remove-stage"),
    path("settings/pipelines/reasons/new/", pipelines.edit_reason, name="create-reason"),
    path("settings/pipelines/reasons/<int:pk>/", pipelines.edit_reason, name="reason"),
    path("settings/pipelines/reasons/<int:pk>/toggle/", pipelines.toggle_reason, name="toggle-reason"),
]
