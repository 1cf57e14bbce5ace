"""What an organisation's administrators ask for is carried out by this room's verbs."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "brygga_site.organisations"

    def ready(self) -> None:
        from brygga_site.organisations.actions import assignments, importing, staff, stand_in
        from brygga_site.organisations.approval import kinds

        kinds.register(kinds.ASSIGNMENT, assignments.carry_out_assignment)
        kinds.register(kinds.DAYS, assignments.carry_out_days)
        kinds.register(kinds.ACCOUNT, staff.carry_out_account)
        kinds.register(kinds.FILE, importing.carry_out_file)
        kinds.register(kinds.STAND_IN, stand_in.carry_out_stand_in)
