from django.urls import path

from namro.web.directives.views import amending, given_tables, givens

app_name = "givens"
urlpatterns = [
    path("", givens.given_list, name="list"),
    path("xuat/", givens.given_export, name="export"),
    path("moi/", givens.given_new, name="new"),
    path("nap/", given_tables.table_new, name="table_new"),
    path("nap/<int:given_table_id>/", given_tables.table, name="table"),
    path("nap/<int:given_table_id>/bo/", given_tables.table_aside, name="table_aside"),
    path("viec/<int:given_task_id>/sua/", amending.given_amend, name="amend"),
    path("viec/<int:given_task_id>/rut/", amending.given_withdraw, name="withdraw"),
    path("<int:part_id>/", givens.part_detail, name="part"),
    path("<int:part_id>/tep/<int:evidence_id>/", givens.part_file, name="file"),
    path("<int:part_id>/<slug:step>/", givens.part_step, name="step"),
]
