"""What a passkey's script sends: anything else than a passkey's answer is a wrong one, and no error of ours."""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import forms


@contextmanager
def _an_answer() -> Iterator[None]:
    """The library takes what is sent apart without looking whether it is whole."""
    try:
        yield
    except (LookupError, TypeError, ValueError, AttributeError, struct.error) as error:
        raise get_adapter().validation_error("incorrect_code") from error


class _Shown:
    def clean_credential(self) -> Authenticator:
        with _an_answer():
            return super().clean_credential()


class PasskeySignInForm(_Shown, forms.LoginWebAuthnForm):
    """A passkey instead of user name and password."""


class PasskeyAfterForm(_Shown, forms.AuthenticateWebAuthnForm):
    """A passkey after the password."""


class PasskeyAgainForm(_Shown, forms.ReauthenticateWebAuthnForm):
    """A passkey by which one shows once more who one is."""


class NewPasskeyForm(forms.AddWebAuthnForm):
    """A new passkey."""

    def clean(self) -> dict[str, Any]:
        with _an_answer():
            return super().clean()
