"""What comes between the password and the session."""

from allauth.mfa.stages import AuthenticateStage


class SecondFactor(AuthenticateStage):
    """Asks for the second factor of an account that has one; never after a sign-in at an identity provider."""

    def handle(self) -> tuple[object, bool]:
        if getattr(self.request, "commission", None):
            return None, True
        return super().handle()
