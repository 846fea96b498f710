"""Words that no password may be made of: this product's name, and what an operator adds (the company, its towns)."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

OWN_WORDS = ("lightduty", "light duty", "light-duty")


class ForbiddenWordsValidator:
    """Refuses a password that holds one of the words of the house (`LIGHTDUTY_PASSWORD_WORDS`)."""

    def validate(self, password: str, user: object = None) -> None:
        said = password.casefold()
        found = next((word for word in (*OWN_WORDS, *settings.PASSWORD_WORDS) if word.casefold() in said), None)
        if found:
            raise ValidationError(_("Choose a password without “%(word)s” in it.") % {"word": found}, code="house_word")

    def get_help_text(self) -> str:
        return _("It may not hold the name of this system or of the company.")
