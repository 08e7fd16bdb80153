from django.urls import path

from namro.web.overview.views import today

app_name = "overview"
urlpatterns = [path("", today.today, name="today")]
