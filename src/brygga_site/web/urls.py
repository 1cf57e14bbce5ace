"""The pages' addresses."""

from django.urls import path

from brygga_site.web.views import (
    admission,
    agreements,
    board,
    case,
    people,
    responsible,
    rules_compare,
    rules_table,
    say,
    settlement,
    sign_in,
    today,
    wish,
)

urlpatterns = [
    path("", today.today, name="today"),
    path("sign-in", sign_in.SignIn.as_view(), name="sign-in"),
    path("sign-out", sign_in.sign_out, name="sign-out"),
    path("assignment", sign_in.choose_assignment, name="choose-assignment"),
    path("board", board.board, name="board"),
    path("cases/new", admission.admit, name="new-case"),
    path("cases/<uuid:case_id>", case.show, name="case"),
    path("cases/<uuid:case_id>/say/<slug:kind>", say.say, name="say"),
    path("people", people.find, name="find-person"),
    path("people/<int:person_id>", people.show, name="person"),
    path("people/<int:person_id>/blocked", people.blockers, name="who-blocked"),
    path("people/<int:person_id>/protection", people.protect, name="protect-person"),
    path("people/<int:person_id>/say/<slug:kind>", wish.state, name="state-wish"),
    path("agreements", agreements.index, name="agreements"),
    path("agreements/search", agreements.search, name="clause-search"),
    path("agreements/<str:agreement_id>", agreements.show, name="agreement"),
    path("agreements/<str:agreement_id>/clauses/<str:clause_id>", agreements.clause, name="clause"),
    path("agreements/<str:agreement_id>/tables/<slug:name>", rules_table.table, name="rules-table"),
    path("carriers/<slug:kind>/<path:ref>", agreements.carrier, name="carrier"),
    path("responsible", responsible.responsible, name="responsible"),
    path("compare", rules_compare.comparison, name="rules-compare"),
    path("settlement", settlement.year, name="settlement"),
    path("settlement/chart", settlement.chart, name="settlement-chart"),
    path("settlement/excel", settlement.as_excel, name="settlement-excel"),
    path("settlement/pdf", settlement.as_pdf, name="settlement-pdf"),
    path("settlement/<str:municipality>/<str:month>", settlement.month, name="settlement-month"),
]
