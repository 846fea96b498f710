"""Photos and documents of a case."""

import hashlib
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from injuries.files import clean_upload
from injuries.journal import record
from injuries.models import Case, CaseFile
from people.policy import DataClass
from people.refusals import NotAllowed
from people.scope import verb
from people.wall import Actor


@verb
def add_file(*, actor: Actor, case: Case, upload: "UploadedFile[bytes]", at: datetime, said_by: str = "") -> CaseFile:
    """Keep a photo or document with the case, under a random key outside every public path.

    `said_by`: the provider whose link brings it.
    """
    own = actor.employee_id is not None and actor.employee_id == case.employee_id
    linked = actor.link is not None and actor.link.case_id == case.pk
    if not linked and (actor.user is None or not (own or actor.hr_of(case.establishment_id))):
        raise NotAllowed(_("Only the employee and HR add files."))
    clean = clean_upload(upload)
    kept = CaseFile(
        case=case,
        name=clean.name,
        content_type=clean.content_type,
        size=len(clean.content),
        sha256=hashlib.sha256(clean.content).hexdigest(),
        uploaded_by=actor.user,
        uploaded_at=at,
    )
    kept.content.save(clean.name, ContentFile(clean.content), save=False)
    kept.save()
    data = {"name": clean.name, "file": str(kept.pk)}
    data |= {"by_link": said_by} if linked else {}
    record(case=case, kind="case.file", at=at, by=actor.user, data_class=DataClass.TREATMENT, data=data)
    return kept
