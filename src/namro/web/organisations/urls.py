from django.urls import path

from namro.web.organisations.views import people, register, staff

app_name = "organisations"
urlpatterns = [
    path("", register.units, name="units"),
    path("nhom/", register.groups, name="groups"),
    path("nhom/<str:key>/", register.group, name="group"),
    path("nhom/<str:key>/thanh-vien/", register.change_member, name="change_member"),
    path("nguoi/", people.people, name="people"),
    path("nguoi/moi/", people.new_person, name="new_person"),
    path("nguoi/<str:username>/", people.person, name="person"),
    path("nguoi/<str:username>/giao/", people.give, name="give_post"),
    path("nguoi/<str:username>/thoi/", people.end, name="end_post"),
    path("nguoi/<str:username>/tai-khoan/", people.account, name="account"),
    path("<str:key>/nguoi/", staff.staff, name="staff"),
    path("<str:key>/nguoi/phong/", staff.new_division, name="new_division"),
    path("<str:key>/nguoi/phong/<int:division_id>/thoi/", staff.end_division, name="end_division"),
    path("<str:key>/nguoi/giao/", staff.give_inside, name="give_inside"),
    path("<str:key>/nguoi/them/", staff.new_inside, name="new_inside"),
    path("<str:key>/nguoi/mat-khau/", staff.renew_inside, name="renew_inside"),
    path("<str:key>/nguoi/thoi/", staff.end_inside, name="end_inside"),
    path("<str:key>/", register.unit, name="unit"),
]
