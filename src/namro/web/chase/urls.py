from django.urls import path

from namro.web.chase.views import digests, exports, letters, links, own, rule_files, running, setting_up

app_name = "chase"
urlpatterns = [
    path("", own.mine, name="mine"),
    path("don-vi-trong/<int:gathering_id>/", own.gathering, name="gathering"),
    path("da-biet/", own.seen, name="seen"),
    path("xuat/", exports.notices, name="notices_export"),
    path("tong-hop/", digests.digest_list, name="digests"),
    path("tong-hop/<int:bulletin_id>/", digests.digest, name="digest"),
    path("luot-gui/xuat/", exports.deliveries, name="deliveries_export"),
    path("cong-van/xuat/", exports.letters, name="letters_export"),
    path("buoi-sang/", own.morning, name="morning"),
    path("kenh/", own.channels, name="channels"),
    path("lan-chay/", running.runs, name="runs"),
    path("luot-gui/", running.deliveries, name="deliveries"),
    path("luot-gui/<int:delivery_id>/gui-lai/", running.resend, name="resend"),
    path("quy-tac/", running.rules, name="rules"),
    path("quy-tac/tep/", rule_files.rules_file, name="rules_file"),
    path("quy-tac/tai-len/", rule_files.rules_upload, name="rules_upload"),
    path("quy-tac/sua/", running.rules_edit, name="rules_edit"),
    path("phu-trach/", setting_up.charges, name="charges"),
    path("phu-trach/<int:charge_id>/thoi/", setting_up.charge_end, name="charge_end"),
    path("cong-van/the-thuc/", setting_up.letter_head, name="letter_head"),
    path("cong-van/", letters.register, name="letters"),
    path("cong-van/<int:letter_id>/", letters.letter, name="letter"),
    path("cong-van/<int:letter_id>/tep/", letters.letter_file, name="letter_file"),
    path("cong-van/<int:letter_id>/bo/", letters.discard, name="discard"),
    path("lien-ket/<int:one_use_id>/thu-hoi/", links.revoke, name="revoke"),
    path("mot-lan/<str:token>/", links.link, name="link"),
]
