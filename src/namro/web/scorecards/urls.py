from django.urls import path

from namro.web.scorecards.views import cards, completeness, inspections, snapshots, table

app_name = "scorecards"
urlpatterns = [
    path("", cards.own, name="own"),
    path("tat-ca/", table.all_units, name="all"),
    path("tat-ca/xuat/", table.export, name="export"),
    path("cong-khai/", table.disclose, name="disclose"),
    path("don-vi/<str:key>/", cards.unit_card, name="unit"),
    path("don-vi/<str:key>/phan-viec/", cards.unit_list, name="unit_list"),
    path("nguoi/<str:username>/", cards.person_card, name="person"),
    path("nguoi/<str:username>/phan-viec/", cards.person_list, name="person_list"),
    path("bao-cao/", completeness.completeness_page, name="completeness"),
    path("bao-cao/xuat/", completeness.export, name="completeness_export"),
    path("ban-chup/", snapshots.snapshot_list, name="snapshots"),
    path("ban-chup/chup/", snapshots.take_one, name="take"),
    path("ban-chup/<int:snapshot_id>/", snapshots.difference, name="difference"),
    path("ban-chup/<int:snapshot_id>/xuat/", snapshots.export, name="difference_export"),
    path("kiem-tra/", inspections.inspection_list, name="inspections"),
    path("kiem-tra/xuat/", inspections.export, name="inspections_export"),
    path("kiem-tra/ghi/", inspections.record_one, name="inspect"),
    path("kiem-tra/<int:inspection_id>/", inspections.detail, name="inspection"),
]
