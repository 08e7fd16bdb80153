from django.urls import include, path

urlpatterns = [
    path("", include("namro.web.accounts.urls")),
]
