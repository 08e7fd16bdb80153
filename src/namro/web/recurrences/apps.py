from django.apps import AppConfig


class RecurrencesConfig(AppConfig):
    name = "namro.web.recurrences"
    label = "recurrences"
    default_auto_field = "django.db.models.BigAutoField"
