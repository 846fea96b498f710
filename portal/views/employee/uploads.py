"""Files that come with an employee's form."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from django.core.files.uploadedfile import UploadedFile

from injuries.models import Case
from injuries.services import add_file
from people import clock
from people.requests import ActingRequest


def keep_files(request: ActingRequest, case: Case, files: Iterable["UploadedFile[Any]"]) -> None:
    """Keep all of them or, when one is refused, raise; the transaction around it keeps none."""
    for upload in files:
        add_file(actor=request.actor, case=case, upload=upload, at=clock.now())


def key_of(request: ActingRequest) -> UUID:
    """The key of this form, so that sending it twice keeps it once."""
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid4()
