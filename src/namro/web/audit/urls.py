from django.urls import path

from namro.web.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.entries, name="entries"),
    path("nhat-ky.xlsx", views.spreadsheet, name="spreadsheet"),
]
