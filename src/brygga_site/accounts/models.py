"""Tables: sessions, forms not yet sent, one-time codes not yet used, and the counters that all processes share."""

import uuid

from django.conf import settings
from django.db import models


class Session(models.Model):
    """One browser that is signed in. Without its row a session's cookie is worth nothing from the next request on.

    `provider`, `provider_session` and `provider_subject` are the issuer and the `sid` and `sub` of a sign-in at an
    identity provider, by which the provider can end it; empty for a local account. `places` are the networks and
    browsers, each pair a list, from which whoever it is has shown who they are; `doubted_at` is since when it is used
    from another, until that is shown again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sessions")
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    origin = models.CharField(max_length=45, blank=True)
    browser = models.CharField(max_length=300, blank=True)
    places = models.JSONField(default=list)
    doubted_at = models.DateTimeField(null=True)
    provider = models.CharField(max_length=300, blank=True)
    provider_session = models.CharField(max_length=300, blank=True)
    provider_subject = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-seen_at"]
        indexes = [
            models.Index(fields=["provider", "provider_session"], name="session_of_provider"),
            models.Index(fields=["provider", "provider_subject"], name="session_of_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.staff} {self.began_at}"


class KnownSubject(models.Model):
    """What an identity provider, the `issuer`, calls a member of staff (`sub`), since their first sign-in there.

    HSA-ids are handed on and mistyped; the provider's own name for a person is not. A sign-in whose HSA-id is one
    person's and whose `sub` another's is nobody's.
    """

    issuer = models.CharField(max_length=300)
    subject = models.CharField(max_length=300)
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="known_subjects")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="a_subject_is_one_member_of_staff"),
            models.UniqueConstraint(fields=["issuer", "staff"], name="a_member_of_staff_is_one_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.staff} {self.issuer}"


class Invitation(models.Model):
    """A one-time code by which a staff member sets a password; the latest alone is good. Gone when it is used.

    A code has two halves, which two administrators hand over, so that neither of them could use it: each is kept hashed
    as passwords are. `factors` says that the second factors go when it is used.
    """

    staff = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="invitation")
    first = models.CharField(max_length=200)
    second = models.CharField(max_length=200)
    factors = models.BooleanField(default=False)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.staff} {self.made_at}"


class RecoveryCode(models.Model):
    """One of ten codes for whoever has lost their second factor; gone when it is used.

    `mark`, its first letter, tells which of the ten it is; `code` is the rest, kept hashed as passwords are.
    """

    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="recovery_codes", db_index=False
    )
    mark = models.CharField(max_length=1)
    code = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["staff", "mark"], name="one_recovery_code_of_a_mark")]

    def __str__(self) -> str:
        return f"{self.staff} {self.mark}"


class Unsent(models.Model):
    """What somebody had written in a form when they were signed out, kept for them alone and not for long.

    `chosen` is the assignment that the session had chosen, if any: under another one the text is not shown.
    """

    staff = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="unsent", db_index=False)
    chosen = models.BigIntegerField(null=True)
    path = models.CharField(max_length=200)
    content = models.JSONField()
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["staff", "path"], name="one_unsent_form_of_a_page")]

    def __str__(self) -> str:
        return f"{self.staff} {self.kept_at}"


class Counter(models.Model):
    """Django's cache (`counters`), as JSON: attempts counted, one-time codes and logout tokens already used."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "sign_in_counter"

    def __str__(self) -> str:
        return self.cache_key
