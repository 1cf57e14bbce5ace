"""The addresses of the pages for units, staff and assignments."""

from django.urls import path

from brygga_site.web.administration.views import approvals, assignments, importing, keys, physicians, staff, units

urlpatterns = [
    path("", units.units, name="administration-units"),
    path("units/new", units.new_unit, name="administration-new-unit"),
    path("units/<int:unit_id>", units.unit, name="administration-unit"),
    path("units/<int:unit_id>/change", units.change_unit, name="administration-change-unit"),
    path("units/<int:unit_id>/close", units.close_unit, name="administration-close-unit"),
    path("units/<int:unit_id>/physicians", physicians.count, name="administration-physicians"),
    path("load", physicians.load, name="administration-load"),
    path("providers", units.providers, name="administration-providers"),
    path("staff", staff.staff, name="administration-staff"),
    path("staff/new", staff.new_member, name="administration-new-member"),
    path("staff/<int:staff_id>", staff.member, name="administration-member"),
    path(
        "staff/<int:staff_id>/change",
        staff.change_member,
        name="administration-change-member",
    ),
    path("staff/<int:staff_id>/sessions/end", staff.end_sessions, name="administration-end-sessions"),
    path("staff/<int:staff_id>/active", staff.deactivate, name="administration-active"),
    path("give", assignments.give, name="administration-give"),
    path("assignments/<int:assignment_id>/end", assignments.end, name="administration-end"),
    path(
        "assignments/<int:assignment_id>/revoke",
        assignments.revoke,
        name="administration-revoke",
    ),
    path(
        "assignments/<int:assignment_id>/key",
        keys.allow,
        name="administration-allow-key",
    ),
    path("approvals", approvals.approvals, name="administration-approvals"),
    path("approvals/region", approvals.ask_region, name="administration-ask-region"),
    path("approvals/region/<slug:code>/end", approvals.end_region, name="administration-end-region"),
    path("approvals/<int:number>", approvals.approval, name="administration-approval"),
    path("approvals/<int:number>/approve", approvals.approve, name="administration-approve"),
    path("approvals/<int:number>/decline", approvals.decline, name="administration-decline"),
    path("approvals/<int:number>/withdraw", approvals.withdraw, name="administration-withdraw"),
    path("import", importing.upload, name="administration-import"),
    path("import/look", importing.look, name="administration-import-look"),
    path("import/example.csv", importing.example, name="administration-import-example"),
    path("keys", keys.keys, name="administration-keys"),
    path("keys/<int:key_id>/revoke", keys.revoke, name="administration-revoke-key"),
]
