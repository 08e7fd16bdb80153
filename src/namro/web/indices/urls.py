from django.urls import path

from namro.web.indices.views import tables as views

app_name = "results"
urlpatterns = [
    path("", views.loaded, name="loaded"),
    path("don-vi/", views.units, name="units"),
    path("nap/", views.table_new, name="table_new"),
    path("nap/<int:table_id>/", views.table, name="table"),
    path("nap/<int:table_id>/cot/", views.columns, name="columns"),
    path("nap/<int:table_id>/bo/", views.table_aside, name="table_aside"),
]
