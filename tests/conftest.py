"""Fixtures for every test of the site, in requests and in a browser."""

pytest_plugins = ["tests.site.fixtures"]
