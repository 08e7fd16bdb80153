from django.contrib.auth.views import LogoutView
from django.urls import path

from namro.web.accounts import views

app_name = "accounts"
urlpatterns = [
    path("dang-nhap/", views.sign_in, name="sign_in"),
    path("dang-nhap/thu/<slug:username>/", views.sign_in_as, name="sign_in_as"),
    path("dang-xuat/", LogoutView.as_view(), name="sign_out"),
    path("tai-khoan/", views.me, name="me"),
    path("tai-khoan/mat-khau/", views.change_password, name="change_password"),
]
