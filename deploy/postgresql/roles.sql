-- An account for the site that owns no table: it writes rows, and can neither change a table nor its triggers.
-- Run as the owner (whom `manage.py migrate` connects as), once the account is made (createuser brygga_web) and after each
-- migrate: psql -f roles.sql brygga. tests/deployment serves the site with it.
GRANT USAGE ON SCHEMA public TO brygga_web;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO brygga_web;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO brygga_web;
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM brygga_web;
REVOKE UPDATE ON trail_entry, trail_subject, trail_seal, trail_inspection FROM brygga_web;
