from django.urls import path

from namro.web.program import views

app_name = "program"
urlpatterns = [path("", views.settings, name="settings")]
