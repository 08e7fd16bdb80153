from django.urls import path

from namro.web.directives.views import directives, issued

app_name = "directives"
urlpatterns = [
    path("", directives.register, name="list"),
    path("xuat/", directives.register_export, name="export"),
    path("moi/", directives.directive_new, name="new"),
    path("<int:directive_id>/", directives.directive_detail, name="detail"),
    path("<int:directive_id>/sua/", directives.directive_revise, name="revise"),
    path("<int:directive_id>/rut/", directives.directive_withdraw, name="withdraw"),
    path("<int:directive_id>/ke-hoach/", directives.plan_tie, name="tie"),
    path("<int:directive_id>/can-cu/", directives.link_add, name="link"),
    path("<int:directive_id>/can-cu/<int:link_id>/bo/", directives.link_remove, name="unlink"),
    path("<int:directive_id>/tep/<int:evidence_id>/", directives.directive_file, name="file"),
    path("ke-hoach/<int:plan_id>/", issued.who_issued, name="issued"),
    path("ke-hoach/<int:plan_id>/xuat/", issued.who_issued_export, name="issued_export"),
    path("ke-hoach/<int:plan_id>/noi-nhan/", issued.who_received, name="received"),
    path("ke-hoach/<int:plan_id>/noi-nhan/xuat/", issued.who_received_export, name="received_export"),
    path("ke-hoach/<int:plan_id>/da-nhan/", issued.receive, name="receive"),
    path("ke-hoach/<int:plan_id>/ghi/", issued.record_bases, name="record"),
]
