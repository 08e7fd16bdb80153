from django.apps import AppConfig


class BriefingConfig(AppConfig):
    name = "namro.web.reports.briefing"
    label = "briefing"
    default_auto_field = "django.db.models.BigAutoField"
