"""How a person wants to be reminded outside the program."""

from datetime import datetime

from django.db import transaction

from namro.web.accounts.models import User
from namro.web.accounts.services import set_email
from namro.web.audit import services as audit
from namro.web.chase.models import Contact


@transaction.atomic
def set_contact(*, by: User, at: datetime, email: str, phone: str, by_email: bool, by_hook: bool) -> Contact:
    """Keep the person's own choice; addresses are not written into the record of changes."""
    set_email(user=by, at=at, email=email)
    contact, _ = Contact.objects.update_or_create(
        user=by, defaults={"phone": phone, "by_email": by_email, "by_hook": by_hook}
    )
    audit.record(
        by=by,
        at=at,
        action="Chọn kênh nhắc việc",
        subject=f"{by.get_full_name()} ({by.username})",
        subject_type="contact",
        subject_id=contact.pk,
        after={"by_email": by_email, "by_hook": by_hook, "has_phone": bool(phone)},
    )
    return contact
