from django.apps import AppConfig


class ChaseConfig(AppConfig):
    name = "namro.web.chase"
    default_auto_field = "django.db.models.BigAutoField"
