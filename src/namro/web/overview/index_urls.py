from django.urls import path

from namro.web.overview import views

app_name = "indices"
urlpatterns = [
    path("", views.index_list, name="list"),
    path("<slug:slug>/", views.index_detail, name="detail"),
]
