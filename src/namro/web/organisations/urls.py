from django.urls import path

from namro.web.organisations import views

app_name = "organisations"
urlpatterns = [
    path("", views.units, name="units"),
    path("nhom/", views.groups, name="groups"),
    path("nhom/<str:key>/", views.group, name="group"),
    path("nhom/<str:key>/thanh-vien/", views.change_member, name="change_member"),
    path("<str:key>/", views.unit, name="unit"),
]
