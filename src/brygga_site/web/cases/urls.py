"""The addresses of Today, the board and the cases."""

from django.urls import path

from brygga_site.web.cases.views import admission, board, case, say, today

urlpatterns = [
    path("", today.today, name="today"),
    path("board", board.board, name="board"),
    path("cases/new", admission.admit, name="new-case"),
    path("cases/<uuid:case_id>", case.show, name="case"),
    path("cases/<uuid:case_id>/say/<slug:kind>", say.say, name="say"),
]
