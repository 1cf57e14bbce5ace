"""Carries out what two have approved: records are destroyed, and what must stay of them stays."""
