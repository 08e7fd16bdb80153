from django.urls import path

from namro.web.indices.views import rankings

app_name = "rankings"
urlpatterns = [
    path("<slug:slug>/xep-hang/", rankings.latest, name="latest"),
    path("<slug:slug>/xep-hang/<int:year>/", rankings.year_list, name="year"),
    path("<slug:slug>/xep-hang/<int:year>/tep/", rankings.export, name="export"),
    path("<slug:slug>/xep-hang/<int:year>/don-vi-nay/", rankings.as_now, name="as_now"),
    path("<slug:slug>/xep-hang/<int:year>/<slug:province>/", rankings.why, name="why"),
    path("<slug:slug>/tinh/<slug:province>/", rankings.province, name="province"),
    path("<slug:slug>/doi-chieu/", rankings.checks, name="checks"),
]
