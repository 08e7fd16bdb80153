from django.urls import path

from namro.web.worklist.views import search

app_name = "worklist"
urlpatterns = [
    path("tim/", search.search, name="search"),
]
