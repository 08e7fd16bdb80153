"""The program's own state: the date it works on and whether its progress is invented."""

from django.db import models


class ProgramState(models.Model):
    """The single row (id 1); `working_date` None means the calendar day of the machine."""

    working_date = models.DateField(null=True)
    illustration_since = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="program_state_is_single")]
