from django.urls import path

from namro.web.campaigns.views import assigning, campaigns, editions, lines, rulebooks, sheets, waiting

app_name = "campaigns"
urlpatterns = [
    path("", campaigns.campaign_list, name="list"),
    path("moi/", campaigns.campaign_new, name="new"),
    path("bo-tieu-chi/", rulebooks.library, name="rulebooks"),
    path("bo-tieu-chi/mau/", rulebooks.blank_sheet, name="rulebook_blank"),
    path("bo-tieu-chi/nhap/", rulebooks.rulebook_import, name="rulebook_import"),
    path("bo-tieu-chi/tinh/<int:rulebook_id>/", rulebooks.province_rulebook, name="rulebook"),
    path("bo-tieu-chi/tinh/<int:rulebook_id>/xuat/", rulebooks.province_export, name="rulebook_export"),
    path("bo-tieu-chi/tinh/<int:rulebook_id>/bo/", rulebooks.rulebook_drop, name="rulebook_drop"),
    path("bo-tieu-chi/<slug:name>/", rulebooks.shipped_rulebook, name="rulebook_shipped"),
    path("bo-tieu-chi/<slug:name>/xuat/", rulebooks.shipped_export, name="rulebook_shipped_export"),
    path("<int:campaign_id>/", campaigns.campaign_detail, name="detail"),
    path("<int:campaign_id>/don-vi/", campaigns.campaign_units, name="units"),
    path("<int:campaign_id>/phan-cong/", campaigns.campaign_assign, name="assign"),
    path("cho-toi/", waiting.waiting_list, name="waiting_list"),
    path("<int:campaign_id>/cho-toi/", waiting.waiting, name="waiting"),
    path("<int:campaign_id>/phan-cong/bang/", assigning.assign_table, name="assign_table"),
    path("<int:campaign_id>/phan-cong/xuat/", assigning.assign_export, name="assign_export"),
    path("<int:campaign_id>/buoc/", campaigns.campaign_move, name="move"),
    path("<int:campaign_id>/cong-bo/<int:edition>/", editions.publication, name="publication"),
    path(
        "<int:campaign_id>/cong-bo/<int:edition>/don-vi/<str:unit_key>/",
        editions.published_sheet,
        name="published_sheet",
    ),
    path(
        "<int:campaign_id>/cong-bo/<int:edition>/ban-goc.json",
        editions.published_json,
        name="published_json",
    ),
    path(
        "<int:campaign_id>/cong-bo/<int:edition>/bang-diem.xlsx",
        editions.published_xlsx,
        name="published_xlsx",
    ),
    path(
        "<int:campaign_id>/cong-bo/<int:edition>/khac/",
        editions.edition_differences,
        name="differences",
    ),
    path("phieu/<int:entrant_id>/", sheets.sheet, name="sheet"),
    path("phieu/<int:entrant_id>/gui/", sheets.sheet_hand_in, name="hand_in"),
    path("phieu/<int:entrant_id>/chap-nhan/", sheets.sheet_accept, name="accept"),
    path("phieu/<int:entrant_id>/xuat/", sheets.sheet_export, name="export"),
    path("phieu/<int:entrant_id>/nhap/", sheets.sheet_import, name="import"),
    path("phieu/<int:entrant_id>/so-lieu/<str:code>/", sheets.save_inputs, name="inputs"),
    path("phieu/<int:entrant_id>/tieu-chi/<str:code>/", lines.line_detail, name="line"),
    path("phieu/<int:entrant_id>/tieu-chi/<str:code>/<slug:step>/", lines.line_step, name="line_step"),
    path("phieu/<int:entrant_id>/tieu-chi/<str:code>/tep/<int:evidence_id>/", lines.proof_file, name="file"),
]
