"""Who may sign in at all, asked again at every request."""

from datetime import datetime

from allauth.account.auth_backends import AuthenticationBackend

from people import clock
from people.models import Employee, User
from people.scope import beyond_the_wall


@beyond_the_wall("whether somebody has left is asked before it is known who looks")
def may_sign_in(user: User, *, at: datetime) -> bool:
    """An account that is active, of somebody who has not left."""
    if not user.is_active:
        return False
    employee: Employee | None = getattr(user, "employee", None)
    if employee is None or employee.left_on is None:
        return True
    return employee.left_on >= clock.local_day(at, employee.establishment.timezone)


class AccountBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth ships no types
    @beyond_the_wall("whether somebody has left is asked before it is known who looks")
    def get_user(self, user_id: int) -> User | None:
        """Somebody who was closed out or left loses every open session with the next request."""
        user = User.objects.select_related("employee__establishment").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None

    def user_can_authenticate(self, user: User) -> bool:
        return may_sign_in(user, at=clock.now())
