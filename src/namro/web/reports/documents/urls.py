from django.urls import path

from namro.web.reports.documents.views import making, plans, urging, wordings

app_name = "documents"
urlpatterns = [
    path("", making.documents, name="list"),
    path("tien-do/<int:plan_id>/", making.progress_report, name="progress"),
    path("ke-hoach/<int:plan_id>/", plans.plan_document, name="plan"),
    path("khac-phuc/", making.remedy_plan, name="remedy"),
    path("tu-danh-gia/<int:entrant_id>/", making.self_assessment, name="sheet"),
    path("xep-hang/<int:campaign_id>/<int:edition>/", making.ranking_notice, name="ranking"),
    path("don-doc/", urging.many_letters, name="urging_batch"),
    path("don-doc/<int:letter_id>/", urging.one_letter, name="urging"),
    path("mau/", wordings.templates, name="templates"),
    path("mau/<slug:template_key>/", wordings.template, name="template"),
    path("mau/<slug:template_key>/mau-goc/", wordings.default, name="template_default"),
    path("mau/<slug:template_key>/soan/", wordings.by_hand, name="by_hand"),
]
