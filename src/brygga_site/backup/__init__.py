"""Backups of the whole database, encrypted and verified, and the way back from them (docs/backup.md)."""
