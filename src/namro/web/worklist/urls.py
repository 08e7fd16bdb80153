from django.urls import path

from namro.web.worklist.views import bulk, search

app_name = "worklist"
urlpatterns = [
    path("tim/", search.search, name="search"),
    path("viec/hang-loat/", bulk.bulk, name="bulk"),
    path("viec/lo/<int:batch_id>/", bulk.batch, name="batch"),
    path("viec/lo/<int:batch_id>/<slug:step>/", bulk.batch_step, name="batch_step"),
]
