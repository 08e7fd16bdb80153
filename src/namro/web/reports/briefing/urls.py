from django.urls import path

from namro.web.reports.briefing.views import briefings, packages, sheets

app_name = "briefing"
urlpatterns = [
    path("", briefings.briefing_list, name="list"),
    path("chuan-bi/", briefings.prepare, name="prepare"),
    path("<int:number>/", briefings.detail, name="detail"),
    path("<int:number>/tai/<slug:form>/", briefings.download_one, name="file"),
    path("<int:number>/so-voi/<int:other>/", briefings.difference, name="difference"),
    path("don-vi/<str:key>/", sheets.sheet, name="sheet"),
    path("goi/", packages.package_list, name="packages"),
    path("goi/don-doc/", packages.letters, name="letters"),
    path("goi/<int:package_id>/", packages.package, name="package"),
    path("goi/<int:package_id>/lam-lai/", packages.go_on, name="package_again"),
    path("goi/<int:package_id>/dung/", packages.stop, name="package_stop"),
    path("goi/<int:package_id>/tai/", packages.fetch, name="package_file"),
]
