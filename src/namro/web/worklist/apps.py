from django.apps import AppConfig


class WorklistConfig(AppConfig):
    name = "namro.web.worklist"
    label = "worklist"
    default_auto_field = "django.db.models.BigAutoField"
