from django.urls import path

from namro.web.imports.views import imports, plan_source, review_rest, reviews

app_name = "imports"
urlpatterns = [
    path("ke-hoach/<int:plan_id>/van-ban/", plan_source.plan_source, name="plan_source"),
    path("nhap-ke-hoach/", imports.import_list, name="list"),
    path("nhap-ke-hoach/moi/", imports.import_new, name="new"),
    path("nhap-ke-hoach/<int:import_id>/", reviews.review, name="review"),
    path("nhap-ke-hoach/<int:import_id>/tien-do/", imports.import_progress, name="progress"),
    path("nhap-ke-hoach/<int:import_id>/tep/", imports.import_file, name="file"),
    path("nhap-ke-hoach/<int:import_id>/dau/", review_rest.review_head, name="review_head"),
    path("nhap-ke-hoach/<int:import_id>/ngoai/", review_rest.review_outside, name="review_outside"),
    path("nhap-ke-hoach/<int:import_id>/van-ban/", review_rest.review_source, name="review_source"),
    path("nhap-ke-hoach/<int:import_id>/them/", review_rest.review_add, name="review_add"),
    path("nhap-ke-hoach/<int:import_id>/xac-nhan/", review_rest.review_confirm, name="review_confirm"),
    path(
        "nhap-ke-hoach/<int:import_id>/doc-thu/<slug:field>/", reviews.review_preview, name="review_preview"
    ),
    path(
        "nhap-ke-hoach/<int:import_id>/hoan-tac/<int:correction_id>/", reviews.review_undo, name="review_undo"
    ),
    path("nhap-ke-hoach/<int:import_id>/muc/<slug:key>/", reviews.review_part, name="review_part"),
    path("nhap-ke-hoach/<int:import_id>/muc/<slug:key>/xem/", reviews.review_card, name="review_card"),
    path(
        "nhap-ke-hoach/<int:import_id>/muc/<slug:key>/<slug:step>/", reviews.review_step, name="review_step"
    ),
    path("nhap-ke-hoach/<int:import_id>/<slug:step>/", imports.import_step, name="step"),
]
