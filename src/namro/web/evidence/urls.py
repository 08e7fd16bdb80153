from django.urls import path

from namro.web.evidence import views

app_name = "evidence"
urlpatterns = [
    path("", views.register, name="register"),
    path("<int:evidence_id>/", views.detail, name="detail"),
    path("<int:evidence_id>/sua/", views.revise, name="revise"),
    path("<int:evidence_id>/rut/", views.withdraw, name="withdraw"),
    path("<int:evidence_id>/ban/<int:revision>/", views.file, name="file"),
]
