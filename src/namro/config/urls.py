from django.urls import include, path

urlpatterns = [
    path("", include("namro.web.accounts.urls")),
    path("don-vi/", include("namro.web.organisations.urls")),
    path("nhat-ky/", include("namro.web.audit.urls")),
    path("", include("namro.web.plans.urls")),
    path("", include("namro.web.imports.urls")),
    path("cham-diem/", include("namro.web.campaigns.urls")),
    path("minh-chung/", include("namro.web.evidence.urls")),
    path("thuoc-do/", include("namro.web.measures.urls")),
    path("lich-lap/", include("namro.web.recurrences.urls")),
    path("giao-viec/", include("namro.web.cascade.urls")),
    path("", include("namro.web.overview.urls")),
    path("chi-so/", include("namro.web.indices.ranking_urls")),
    path("chi-so/", include("namro.web.overview.index_urls")),
    path("trao-doi/", include("namro.web.talks.urls")),
    path("vuong-mac/", include("namro.web.talks.obstacle_urls")),
    path("van-ban/", include("namro.web.directives.urls")),
    path("viec-duoc-giao/", include("namro.web.directives.given_urls")),
    path("ket-qua/", include("namro.web.indices.urls")),
    path("nhac-viec/", include("namro.web.chase.urls")),
    path("", include("namro.web.worklist.urls")),
    path("bang-diem/", include("namro.web.scorecards.urls")),
    path("bao-cao/", include("namro.web.reports.urls")),
    path("soan-thao/", include("namro.web.reports.documents.urls")),
    path("tai-lieu-hop/", include("namro.web.reports.briefing.urls")),
    path("thiet-lap/", include("namro.web.program.urls")),
]
handler403 = "namro.web.ui.errors.forbidden"
handler404 = "namro.web.ui.errors.not_found"
handler500 = "namro.web.ui.errors.broken"
