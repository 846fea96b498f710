"""The forms that take a passkey's answer. Whatever a program sends instead of one is a wrong answer, never an error."""

from typing import Any

from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

from people.models import SecurityEvent
from people.sign_in import events

# What the library lets through for answers that are no answers, or are signed by somebody else.
NO_ANSWER = (KeyError, TypeError, ValueError, AttributeError, InvalidSignature, UnsupportedAlgorithm)


class Answer:
    """Mix in before the library's form."""

    written_down = True

    def full_clean(self) -> None:
        try:
            super().full_clean()  # type: ignore[misc]  # the form beside the mixin has it
        except NO_ANSWER:
            form: Any = self
            form.add_error("credential", get_adapter().validation_error("incorrect_code"))
        form = self
        if form.is_bound and form._errors and self.written_down:
            events.note(context.request, SecurityEvent.Kind.FACTOR_FAILED, user=form.user, detail="webauthn")


class AddPasskey(Answer, AddWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    written_down = False

    def clean_credential(self) -> dict[str, Any]:
        """The library looks into nothing that counts as false, and would keep a 0 as somebody's passkey."""
        credential = self.cleaned_data["credential"]
        if not isinstance(credential, dict):
            raise get_adapter().validation_error("incorrect_code")
        return credential


class ShowPasskey(Answer, AuthenticateWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    pass


class SignInWithPasskey(Answer, LoginWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    pass


class ConfirmWithPasskey(Answer, ReauthenticateWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    pass
