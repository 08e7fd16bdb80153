from django.urls import path

from namro.web.measures.views import definitions, rollups, tables, values

app_name = "measures"
urlpatterns = [
    path("", rollups.measure_list, name="list"),
    path("nhiem-vu/<int:task_id>/", definitions.of_task, name="task"),
    path("nhiem-vu/<int:task_id>/dat/", definitions.define, name="define"),
    path("<int:measure_id>/", rollups.detail, name="detail"),
    path("<int:measure_id>/sua/", definitions.correct, name="correct"),
    path("<int:measure_id>/bo/", definitions.retire, name="retire"),
    path("<int:measure_id>/xuat/", tables.export, name="export"),
    path("<int:measure_id>/nhap/", tables.take_over, name="import"),
    path("<int:measure_id>/don-vi/<int:unit_id>/", values.give, name="give"),
]
