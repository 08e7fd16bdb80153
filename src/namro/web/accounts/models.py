"""People who sign in."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """One person; what the person may do comes from the posts held (`organisations.Post`)."""

    full_name = models.CharField("Họ và tên", max_length=150)
    title = models.CharField("Chức danh", max_length=150, blank=True)

    def get_full_name(self) -> str:
        return self.full_name or self.username
