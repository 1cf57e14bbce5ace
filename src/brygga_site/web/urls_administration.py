"""The addresses of the pages for units, staff and assignments."""

from django.urls import path

from brygga_site.web.views import (
    administration,
    administration_assignments,
    administration_import,
    administration_keys,
    administration_staff,
)

urlpatterns = [
    path("", administration.units, name="administration-units"),
    path("units/new", administration.new_unit, name="administration-new-unit"),
    path("units/<int:unit_id>", administration.unit, name="administration-unit"),
    path("units/<int:unit_id>/change", administration.change_unit, name="administration-change-unit"),
    path("units/<int:unit_id>/close", administration.close_unit, name="administration-close-unit"),
    path("providers", administration.providers, name="administration-providers"),
    path("staff", administration_staff.staff, name="administration-staff"),
    path("staff/new", administration_staff.new_member, name="administration-new-member"),
    path("staff/<int:staff_id>", administration_staff.member, name="administration-member"),
    path(
        "staff/<int:staff_id>/change",
        administration_staff.change_member,
        name="administration-change-member",
    ),
    path("staff/<int:staff_id>/active", administration_staff.deactivate, name="administration-active"),
    path("give", administration_assignments.give, name="administration-give"),
    path("assignments/<int:assignment_id>/end", administration_assignments.end, name="administration-end"),
    path(
        "assignments/<int:assignment_id>/revoke",
        administration_assignments.revoke,
        name="administration-revoke",
    ),
    path("import", administration_import.upload, name="administration-import"),
    path("import/look", administration_import.look, name="administration-import-look"),
    path("import/example.csv", administration_import.example, name="administration-import-example"),
    path("keys", administration_keys.keys, name="administration-keys"),
    path("keys/<int:key_id>/revoke", administration_keys.revoke, name="administration-revoke-key"),
]
