from django.urls import path

from namro.web.talks.views import obstacles

app_name = "obstacles"
urlpatterns = [
    path("", obstacles.obstacle_list, name="list"),
    path("xuat/", obstacles.obstacle_export, name="export"),
    path("phan-viec/<int:obligation_id>/", obstacles.obstacle_new, name="new"),
    path("phan-viec/<int:obligation_id>/tu-bao-cao/", obstacles.obstacle_from_report, name="from_report"),
    path("<int:obstacle_id>/", obstacles.obstacle_detail, name="detail"),
    path("<int:obstacle_id>/<slug:step>/", obstacles.obstacle_step, name="step"),
]
