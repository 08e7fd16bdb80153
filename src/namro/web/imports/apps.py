from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "namro.web.imports"
    label = "imports"
