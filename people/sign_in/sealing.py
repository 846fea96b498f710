"""Secrets of second factors are kept sealed: a stolen table makes no codes."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


def _seals() -> MultiFernet:
    """The present key seals; the ones before it (SECRET_KEY_FALLBACKS) still open."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = (hashlib.sha256(b"lightduty second factor " + str(key).encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


def seal(text: str) -> str:
    return _seals().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Empty where it was sealed with a key that is gone: then no code fits."""
    try:
        return _seals().decrypt(sealed.encode()).decode()
    except InvalidToken:
        return ""
