"""Pages of scoring, below /w/<workspace>/."""

from django.urls import path

from scoring import urls_meeting, urls_models, urls_review
from scoring.views import (
    dial,
    draft,
    draft_impact,
    draft_signing,
    draft_tests,
    effectiveness,
    live,
    parts,
    scores,
)


app_name = "scoring"
urlpatterns = [
    path("scoring/", live.live, name="live"),
    path("scoring/job/", live.job, name="job"),
    path("scoring/amber/", live.amber, name="amber"),
    path("scoring/effectiveness/", effectiveness.show, name="effectiveness"),
    path("scoring/effectiveness/learn/", effectiveness.learn, name="learn"),
    path("scoring/effectiveness/job/", effectiveness.job, name="learning-job"),
    path("scoring/effectiveness/proposal/", effectiveness.proposal, name="proposal"),
    path("scoring/effectiveness/proposal/accept/", effectiveness.accept, name="proposal-accept"),
    path("scoring/v<int:number>/", live.version, name="version"),
    path("scoring/v<int:number>/publish/", draft.roll_back, name="roll-back"),
    path("scoring/draft/", draft.show, name="draft"),
    path("scoring/draft/start/", draft.start, name="draft-start"),
    path("scoring/draft/impact/", draft_impact.show, name="impact"),
    path("scoring/draft/impact/start/", draft_impact.start, name="impact-start"),
    path("scoring/draft/dial/", dial.show, name="dial"),
    path("scoring/draft/dial/start/", dial.start, name="dial-start"),
    path("scoring/draft/dial/use/", dial.use, name="dial-use"),
    path("scoring/draft/moves/", draft_impact.names, name="moves"),
    path("scoring/draft/backtest/", draft_tests.ended, name="backtest"),
    path("scoring/draft/try/", draft_tests.one, name="try"),
    path("scoring/compare/", draft_tests.compare, name="compare"),
    path("scoring/draft/sign/", draft_signing.sign, name="sign"),
    path("scoring/draft/sign/withdraw/", draft_signing.withdraw, name="sign-withdraw"),
    path("scoring/policy/", draft_signing.policy, name="policy"),
    path("scoring/draft/publish/", draft.go_live, name="publish"),
    path("scoring/draft/discard/", draft.discard, name="discard"),
    path("scoring/draft/rebase/", draft.rebase, name="rebase"),
    path("scoring/draft/settings/", parts.settings, name="settings"),
    path("scoring/draft/criteria/new-one/", parts.criterion, name="criterion-new"),
    path("scoring/draft/criteria/<slug:key>/", parts.criterion, name="criterion"),
    path("scoring/draft/criteria/<slug:key>/delete/", parts.delete_criterion, name="criterion-delete"),
    path("scoring/draft/groups/new-one/", parts.group, name="group-new"),
    path("scoring/draft/groups/<slug:key>/", parts.group, name="group"),
    path("scoring/draft/groups/<slug:key>/delete/", parts.delete_group, name="group-delete"),
    *urls_models.urlpatterns,
    *urls_meeting.urlpatterns,
    *urls_review.urlpatterns,
    path("leads/<int:pk>/score/", scores.explanation, name="explanation"),
    path("leads/<int:pk>/score/panel/", scores.panel_part, name="panel"),
    path("leads/<int:pk>/grade/", scores.grade, name="grade"),
]
