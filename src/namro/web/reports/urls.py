from django.urls import path

from namro.web.reports.views import documents, figures, gathering, kinds, lists, report

app_name = "reports"
urlpatterns = [
    path("", lists.report_list, name="list"),
    path("xuat/", lists.export, name="export"),
    path("mo/", lists.open_reports, name="open"),
    path("dang-mo/<slug:key>/<str:period>/", lists.opening, name="opening"),
    path("loai/", kinds.kind_list, name="kinds"),
    path("loai/moi/", kinds.kind_new, name="kind_new"),
    path("loai/<slug:key>/", kinds.kind_edit, name="kind"),
    path("ban/<int:edition_id>/", documents.edition, name="edition"),
    path("ban/<int:edition_id>/<slug:form>/", documents.edition_file, name="edition_file"),
    path("<int:report_id>/", report.detail, name="detail"),
    path("<int:report_id>/phan/<slug:section>/", report.write, name="write"),
    path("<int:report_id>/tinh-lai/", report.refresh, name="refresh"),
    path("<int:report_id>/buoc/<slug:action>/", report.step, name="step"),
    path("<int:report_id>/tra-lai/", report.give_back, name="return"),
    path("<int:report_id>/so/<int:figure_id>/", figures.figure, name="figure"),
    path("<int:report_id>/nhap/", figures.take_over, name="import"),
    path("<int:report_id>/mau/", figures.template, name="template"),
    path("<int:report_id>/tong-hop/", gathering.side_by_side, name="gathering"),
    path("<int:report_id>/tong-hop/chep/", gathering.copy, name="copy"),
    path("<int:report_id>/du-thao/<slug:form>/", documents.draft, name="draft"),
]
