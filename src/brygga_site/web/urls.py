"""The pages' addresses."""

from django.urls import path

from brygga_site.web.views import (
    admission,
    agreements,
    board,
    case,
    contact,
    responsible,
    review,
    review_persons,
    rules_compare,
    rules_table,
    say,
    settlement,
    today,
)

urlpatterns = [
    path("", today.today, name="today"),
    path(".well-known/security.txt", contact.security_txt, name="security-txt"),
    path("board", board.board, name="board"),
    path("cases/new", admission.admit, name="new-case"),
    path("cases/<uuid:case_id>", case.show, name="case"),
    path("cases/<uuid:case_id>/say/<slug:kind>", say.say, name="say"),
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
    path("review", review.start, name="review"),
    path("review/log", review_persons.log, name="review-log"),
    path("review/report", review_persons.report, name="review-report"),
    path("review/rounds/<int:round_id>", review.show, name="review-round"),
    path("review/rounds/<int:round_id>/protocol", review.as_protocol, name="review-protocol"),
    path("review/rounds/<int:round_id>/flags/<int:flag_id>", review.flag, name="review-flag"),
    path("review/entries/<int:entry>", review.entry, name="review-entry"),
    path("review/findings/<int:finding_id>", review.finding, name="review-finding"),
]
