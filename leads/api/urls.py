"""API of leads, below /api/v1/."""

from django.urls import URLPattern, path

from leads.api import activities, campaign_costs, catalog, clues, inferences, leads, merges, segments, verbs


app_name = "leads-api"
urlpatterns: list[URLPattern] = [
    path("leads/", leads.LeadList.as_view(), name="leads"),
    path("leads/<uuid:public_id>/", leads.LeadDetail.as_view(), name="lead"),
    path("leads/<uuid:public_id>/timeline/", leads.LeadTimeline.as_view(), name="lead-timeline"),
    path("leads/<uuid:public_id>/notes/", verbs.LeadNotes.as_view(), name="lead-notes"),
    path("leads/<uuid:public_id>/calls/", verbs.LeadCalls.as_view(), name="lead-calls"),
    path("leads/<uuid:public_id>/clues/", clues.LeadClues.as_view(), name="lead-clues"),
    path("leads/<uuid:public_id>/qualify/", verbs.LeadQualify.as_view(), name="lead-qualify"),
    path("leads/<uuid:public_id>/disqualify/", verbs.LeadDisqualify.as_view(), name="lead-disqualify"),
    path("leads/<uuid:public_id>/assign/", verbs.LeadAssign.as_view(), name="lead-assign"),
    path("leads/<uuid:public_id>/duplicates/", merges.LeadDuplicates.as_view(), name="lead-duplicates"),
    path("leads/<uuid:public_id>/merge/", merges.LeadMerge.as_view(), name="lead-merge"),
    path("leads/<uuid:public_id>/unmerge/", merges.LeadUnmerge.as_view(), name="lead-unmerge"),
    path("segments/", segments.SegmentList.as_view(), name="segments"),
    path("segments/<uuid:public_id>/", segments.SegmentDetail.as_view(), name="segment"),
    path("inferences/", inferences.InferenceList.as_view(), name="inferences"),
    path("inferences/<uuid:public_id>/", inferences.InferenceDetail.as_view(), name="inference"),
    path("activities/", activities.ActivityList.as_view(), name="activities"),
    path("campaigns/<uuid:public_id>/costs/", campaign_costs.CampaignCosts.as_view(), name="campaign-costs"),
    *(path(f"{name}/", whole.as_view(), name=name) for name, (whole, _single) in catalog.LISTS.items()),
    *(
        path(f"{name}/<uuid:public_id>/", single.as_view(), name=name.removesuffix("s"))
        for name, (_whole, single) in catalog.LISTS.items()
    ),
]
