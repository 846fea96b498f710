"""Doors for machines: a mail server tells of letters that came back. Whoever knocks must know the secret."""

import hmac
import re
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from notifications.bounces import bounces_in
from notifications.services import take_back
from people import clock

SIGNATURE = re.compile(r"t=(\d{1,12}),v1=([0-9a-f]{64})")
FRESH = timedelta(minutes=5)
MOST_BYTES = 1_000_000


@csrf_exempt
@require_POST
def bounces(request: HttpRequest) -> HttpResponse:
    """A delivery status notification as it is, with `X-Lightduty-Signature: t=<seconds>,v1=<HMAC-SHA256>`."""
    if not settings.BOUNCE_SECRET:
        raise Http404
    if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
        return JsonResponse({"detail": "The notification is too long."}, status=413)
    if not is_signed(request.body, request.headers.get("X-Lightduty-Signature", "")):
        return JsonResponse({"detail": "The signature is missing, wrong or too old."}, status=403)
    found = take_back(bounces=bounces_in(request.body), at=clock.now())
    return JsonResponse({"letters": found})


def is_signed(body: bytes, header: str) -> bool:
    """Signed by somebody who knows the secret, just now: an old one may have been overheard."""
    found = SIGNATURE.fullmatch(header)
    if found is None or abs(clock.now().timestamp() - int(found[1])) > FRESH.total_seconds():
        return False
    return hmac.compare_digest(signature(body, found[1]), found[2])


def signature(body: bytes, seconds: str) -> str:
    return hmac.new(settings.BOUNCE_SECRET.encode(), f"{seconds}.".encode() + body, sha256).hexdigest()
