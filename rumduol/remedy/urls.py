from django.urls import URLPattern, URLResolver, path

from rumduol.remedy.views import claims, money

app_name = "remedy"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", claims.listing, name="list"),
    path("new/", claims.new, name="new"),
    path("<uuid:claim_id>/", claims.claim, name="claim"),
    path("<uuid:claim_id>/consent/", claims.consent, name="consent"),
    path("<uuid:claim_id>/rate/", claims.rate, name="rate"),
    path("<uuid:claim_id>/sheet/", claims.sheet, name="sheet"),
    path("<uuid:claim_id>/words/", claims.words, name="words"),
    path("<uuid:claim_id>/file/", claims.file_claim, name="file"),
    path("<uuid:claim_id>/send-on/", claims.send_on, name="send_on"),
    path("<uuid:claim_id>/withdraw/", claims.withdraw, name="withdraw"),
    path("<uuid:claim_id>/order/", money.order, name="order"),
    path("<uuid:claim_id>/refuse/", money.refuse, name="refuse"),
    path("<uuid:claim_id>/payment/", money.payment, name="payment"),
    path("<uuid:claim_id>/payment/<uuid:payment_id>/cancel/", money.cancel_payment, name="cancel_payment"),
    path("<uuid:claim_id>/release/", money.release, name="release"),
    path("<uuid:claim_id>/release/<uuid:release_id>/paid/", money.paid_out, name="paid_out"),
    path("<uuid:claim_id>/release/<uuid:release_id>/<slug:answer>/", money.answer_release, name="answer_release"),
    path("<uuid:claim_id>/settlement/", money.settlement, name="settlement"),
    path("<uuid:claim_id>/testimony/", money.testimony, name="testimony"),
]
