"""The addresses of Today, the board and the cases."""

from django.urls import path

from brygga_site.web.cases.views import begin, board, case, join, lists, paper, say, take_up, today, units

urlpatterns = [
    path("", today.today, name="today"),
    path("acknowledge", take_up.take_up, name="take-up"),
    path("units/<slug:process>/<slug:kind>", units.find_units, name="find-units"),
    path("lists", lists.shown_as, name="lists-shown-as"),
    path("board", board.board, name="board"),
    path("board/<slug:process>", board.board, name="board-of"),
    path("board/<slug:process>/paper", board.paper, name="board-paper"),
    path("cases/new/<slug:process>", begin.begin, name="new-case"),
    path("cases/<uuid:case_id>", case.show, name="case"),
    path("cases/<uuid:case_id>/paper", paper.as_pdf, name="case-paper"),
    path("cases/<uuid:case_id>/join", join.join, name="join-case"),
    path("cases/<uuid:case_id>/say/<slug:kind>", say.say, name="say"),
    path("cases/<uuid:case_id>/<int:sequence>/new/<slug:process>", begin.begin_from, name="new-case-from"),
]
