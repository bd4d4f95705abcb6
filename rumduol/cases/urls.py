from django.urls import path

from rumduol.cases.views import lists, parts, same, steps

app_name = "cases"
urlpatterns = [
    path("", lists.case_list, name="list"),
    path("new/", lists.case_open, name="open"),
    path("same/", same.review, name="same_review"),
    path("signatures/", lists.signatures, name="signatures"),
    path("signatures/<uuid:closure_id>/sign/", lists.sign, name="sign"),
    path("signatures/<uuid:closure_id>/give-back/", lists.give_back, name="give_back"),
    path("signatures/plan/<uuid:answer_id>/", lists.approve_plan, name="approve_plan"),
    path("feedback/", lists.feedback_box, name="feedback_box"),
    path("<uuid:case_id>/", steps.detail, name="detail"),
    path("<uuid:case_id>/purpose/", steps.give_purpose, name="purpose"),
    path("<uuid:case_id>/step/<slug:step>/", steps.step, name="step"),
    path("<uuid:case_id>/identity/", steps.identity, name="identity"),
    path("<uuid:case_id>/person/", steps.person, name="person"),
    path("<uuid:case_id>/risk/", steps.risk, name="risk"),
    path("<uuid:case_id>/custody/", steps.custody, name="custody"),
    path("<uuid:case_id>/take/", steps.take, name="take"),
    path("<uuid:case_id>/assign/", steps.assign, name="assign"),
    path("<uuid:case_id>/plan/", parts.plan, name="plan"),
    path("<uuid:case_id>/decisions/", parts.decisions, name="decisions"),
    path("<uuid:case_id>/rights/", parts.rights, name="rights"),
    path("<uuid:case_id>/alarms/", parts.alarms, name="alarms"),
    path("<uuid:case_id>/visits/", parts.visits, name="visits"),
    path("<uuid:case_id>/visits/<uuid:visit_id>/", parts.visit, name="visit"),
    path("<uuid:case_id>/feedback/", parts.feedback, name="feedback"),
    path("<uuid:case_id>/notes/", parts.notes, name="notes"),
    path("<uuid:case_id>/documents/", parts.documents, name="documents"),
    path("<uuid:case_id>/documents/<uuid:file_id>/", parts.document, name="document"),
    path("<uuid:case_id>/same/", same.same, name="same"),
    path("<uuid:case_id>/links/", parts.links, name="links"),
    path("<uuid:case_id>/closure/", parts.closure, name="closure"),
]
