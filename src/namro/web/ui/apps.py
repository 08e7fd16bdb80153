from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "namro.web.ui"
    label = "ui"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from namro.web.ui.sentences import speak

        speak()
