"""How people sign in: django-allauth's settings and those of sessions. docs/OPERATIONS.md says what may be set."""

from typing import Any

from config import environment as env

_PRODUCTION = env.flag("LIGHTDUTY_PRODUCTION")

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["people.sign_in.backend.AccountBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "full_name")},
    },
    {"NAME": "people.sign_in.passwords.ForbiddenWordsValidator"},
]
# Words of the house that no password may hold, besides the product's own name; separated by commas.
PASSWORD_WORDS = env.names("LIGHTDUTY_PASSWORD_WORDS")
# The link for a new password is good for an hour.
PASSWORD_RESET_TIMEOUT = 60 * 60

# Roles at a desk need a second factor. Off only for trials; a check refuses that in production.
SECOND_FACTOR = env.flag("LIGHTDUTY_SECOND_FACTOR", default=True)
# Whom demo mode exempts from it.
DEMO_DOMAIN = "demo.example"

ACCOUNT_ADAPTER = "people.sign_in.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
# Rendered like the others and then thrown away, so that an unknown address takes as long as a known one.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
# Per address of the network ("ip") and per account ("key"). A plant is often one address for hundreds of people.
ACCOUNT_RATE_LIMITS = {
    "login": f"{env.number('LIGHTDUTY_SIGN_INS_PER_ADDRESS', 60)}/m/ip",
    "login_failed": f"{env.number('LIGHTDUTY_FAILURES_PER_ADDRESS', 30)}/5m/ip,5/5m/key",
    "request_login_code": "20/m/ip,3/m/key,10/h/key",
    "reset_password": "20/m/ip,3/m/key,10/h/key",
    "reset_password_from_key": "20/m/ip",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
}
# How many proxies stand in front of the web and write X-Forwarded-For.
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("LIGHTDUTY_PROXIES", 1 if _PRODUCTION else 0)

MFA_ADAPTER = "people.sign_in.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "add_webauthn": "people.sign_in.passkeys.AddPasskey",
    "authenticate_webauthn": "people.sign_in.passkeys.ShowPasskey",
    "login_webauthn": "people.sign_in.passkeys.SignInWithPasskey",
    "reauthenticate_webauthn": "people.sign_in.passkeys.ConfirmWithPasskey",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# A seal, unlike a hash, opens again: nobody, its owner included, is shown the codes a second time.
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Lightduty"
MFA_TOTP_TOLERANCE = 1
# HR makes the accounts with the addresses it knows: none waits to be confirmed.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_RATE_LIMITS = {"webauthn_login": "20/m/ip"}
# http://localhost is no secure origin to the library; browsers take it for one.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _PRODUCTION

OIDC_ISSUER = env.text("OIDC_ISSUER").rstrip("/")
OIDC_CLIENT_ID = env.text("OIDC_CLIENT_ID")
OIDC_CLIENT_SECRET = env.text("OIDC_CLIENT_SECRET")
OIDC_NAME = env.text("OIDC_NAME")
# For issuers that vouch for every address and do not say so in each answer.
OIDC_TRUST_EMAIL = env.flag("OIDC_TRUST_EMAIL")
SOCIALACCOUNT_ADAPTER = "people.sign_in.adapters.WorkAccountAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
# The browser leaves for the issuer by a link: a form would be stopped by the page's own policy (form-action).
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_QUERY_EMAIL = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {}
if OIDC_ISSUER:
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "work",
                "name": OIDC_NAME or "OpenID Connect",
                "client_id": OIDC_CLIENT_ID,
                "secret": OIDC_CLIENT_SECRET,
                "settings": {"server_url": OIDC_ISSUER, "oauth_pkce_enabled": True},
            }
        ],
    }

LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
SECOND_FACTOR_URL = "/account/second-factor/"
ACCOUNT_PAGE = "/account/"
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
# Minutes without a request, and hours in all, after which somebody signs in again; shorter for roles at a desk.
SESSION_IDLE_MINUTES = env.number("LIGHTDUTY_SESSION_IDLE_MINUTES", 240)
SESSION_HOURS = env.number("LIGHTDUTY_SESSION_HOURS", 12)
DESK_IDLE_MINUTES = env.number("LIGHTDUTY_DESK_IDLE_MINUTES", 45)
DESK_SESSION_HOURS = env.number("LIGHTDUTY_DESK_SESSION_HOURS", 10)
SESSION_COOKIE_AGE = max(SESSION_HOURS, DESK_SESSION_HOURS) * 60 * 60
# No script of ours reads any of them.
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _PRODUCTION
# A browser takes a cookie of such a name only over HTTPS, from this very host, for every path.
SESSION_COOKIE_NAME = "__Host-session" if _PRODUCTION else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrf" if _PRODUCTION else "csrftoken"
