from django.urls import path

from rumduol.justice.views import cases, courts, proof, suspects

app_name = "justice"
urlpatterns = [
    path("", cases.case_list, name="list"),
    path("new/", cases.open_case, name="open"),
    path("<uuid:case_id>/", cases.case, name="case"),
    path("<uuid:case_id>/purpose/", cases.give_purpose, name="purpose"),
    path("<uuid:case_id>/facts/", cases.change, name="change"),
    path("<uuid:case_id>/move/", cases.move, name="move"),
    path("<uuid:case_id>/victims/", cases.victims, name="victims"),
    path("<uuid:case_id>/share/", cases.share, name="share"),
    path("<uuid:case_id>/suspects/", suspects.suspects, name="suspects"),
    path("<uuid:case_id>/suspects/new/", suspects.new, name="new_suspect"),
    path("<uuid:case_id>/suspects/<uuid:suspect_id>/", suspects.suspect, name="suspect"),
    path("<uuid:case_id>/suspects/<uuid:suspect_id>/facts/", suspects.change, name="change_suspect"),
    path("<uuid:case_id>/charges/", courts.charges, name="charges"),
    path("<uuid:case_id>/charges/<uuid:charge_id>/", courts.replace, name="replace"),
    path("<uuid:case_id>/verdicts/", courts.verdicts, name="verdicts"),
    path("<uuid:case_id>/evidence/", proof.evidence, name="evidence"),
    path("<uuid:case_id>/evidence/<uuid:item_id>/", proof.file, name="file"),
    path("<uuid:case_id>/network/", proof.network, name="network"),
    path("<uuid:case_id>/network/<slug:as_format>/", proof.export, name="export"),
    path("<uuid:case_id>/countries/", courts.cooperation, name="cooperation"),
]
