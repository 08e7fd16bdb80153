from django.urls import path

from namro.web.worklist.views import bulk, search, tables

app_name = "worklist"
urlpatterns = [
    path("tim/", search.search, name="search"),
    path("viec/hang-loat/", bulk.bulk, name="bulk"),
    path("viec/lo/<int:batch_id>/", bulk.batch, name="batch"),
    path("viec/lo/<int:batch_id>/<slug:step>/", bulk.batch_step, name="batch_step"),
    path("viec/bang/", tables.table_in, name="table_in"),
    path("viec/bang/xuat/", tables.table_out, name="table_out"),
    path("viec/bang/<int:filled_table_id>/", tables.table, name="table"),
]
