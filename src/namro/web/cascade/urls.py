from django.urls import path

from namro.web.cascade.views import board, giving, hand_over, transfers

app_name = "cascade"
urlpatterns = [
    path("", board.unit_board, name="board"),
    path("xuat/", board.unit_board_export, name="board_export"),
    path("cua-toi/", board.mine, name="mine"),
    path("nhan/", board.receive, name="receive"),
    path("toan-tinh/", board.province, name="province"),
    path("toan-tinh/xuat/", board.province_export, name="province_export"),
    path("nhieu/", giving.give_many, name="give_many"),
    path("phan-viec/<int:obligation_id>/", giving.give, name="give"),
    path("phan-viec/<int:obligation_id>/chuyen/", transfers.decide_one, name="decide_one"),
    path("ke-tuc/", transfers.transfers, name="transfers"),
    path("ke-tuc/<str:key>/", transfers.decide_unit, name="decide_unit"),
    path("<int:hand_over_id>/", hand_over.detail, name="hand_over"),
    path("<int:hand_over_id>/bao-cao/", hand_over.report, name="report"),
    path("<int:hand_over_id>/giao-tiep/", giving.pass_on, name="pass_on"),
    path("<int:hand_over_id>/minh-chung/<int:evidence_id>/", hand_over.proof, name="proof"),
    path("<int:hand_over_id>/<slug:step>/", hand_over.take_step, name="step"),
]
