from django.urls import path

from namro.web.overview import views

app_name = "overview"
urlpatterns = [path("", views.today, name="today")]
