from django.urls import URLPattern, URLResolver, path

from rumduol.operations import leak_views, money_views, result_views, views

app_name = "operations"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.listing, name="list"),
    path("new/", views.new, name="new"),
    path("told/<uuid:telling_id>/", views.told, name="told"),
    path("readers/<uuid:reader_id>/confirm/", views.confirm_reader, name="confirm_reader"),
    path("readers/<uuid:reader_id>/end/", views.end_reader, name="end_reader"),
    path("expenses/", money_views.expenses, name="expenses"),
    path("expenses/<uuid:expense_id>/", money_views.expense, name="expense"),
    path("expenses/<uuid:expense_id>/approve/", money_views.approve, name="approve_expense"),
    path("expenses/<uuid:expense_id>/refuse/", money_views.refuse, name="refuse_expense"),
    path("expenses/<uuid:expense_id>/pay/", money_views.pay, name="pay_expense"),
    path("known-before/", leak_views.leaks, name="leaks"),
    path("<uuid:operation_id>/", views.operation, name="operation"),
    path("<uuid:operation_id>/plan/", views.plan, name="plan"),
    path("<uuid:operation_id>/plan/paper/", views.paper, name="paper"),
    path("<uuid:operation_id>/plan/change/", views.change, name="change"),
    path("<uuid:operation_id>/readers/", views.readers, name="readers"),
    path("<uuid:operation_id>/approve/", views.approve, name="approve"),
    path("<uuid:operation_id>/begin/", views.begin, name="begin"),
    path("<uuid:operation_id>/call-off/", views.call_off, name="call_off"),
    path("<uuid:operation_id>/finish/", result_views.finish, name="finish"),
    path("<uuid:operation_id>/screening/", result_views.to_screening, name="to_screening"),
    path("<uuid:operation_id>/expenses/new/", money_views.ask, name="ask_expense"),
]
