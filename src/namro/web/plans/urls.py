from django.urls import path

from namro.web.plans.views import (
    adding,
    approvals,
    illustration,
    obligation,
    obligations,
    on_day,
    plans,
    tasks,
)

app_name = "plans"
urlpatterns = [
    path("ke-hoach/", plans.plan_list, name="list"),
    path("minh-hoa/xoa/", illustration.clear_illustration, name="clear_illustration"),
    path("ke-hoach/<int:plan_id>/", plans.plan_detail, name="detail"),
    path("ke-hoach/<int:plan_id>/xuat/", plans.plan_export, name="export"),
    path("ke-hoach/<int:plan_id>/them-nhiem-vu/", adding.task_adding, name="add_task"),
    path("ke-hoach/<int:plan_id>/them-nhiem-vu/doc-thu/", adding.task_preview, name="preview_task"),
    path("nhiem-vu/<int:task_id>/rut/", adding.task_withdrawal, name="withdraw_task"),
    path("nhiem-vu/<int:task_id>/", tasks.task_detail, name="task"),
    path("nhiem-vu/<int:task_id>/nguon/", tasks.task_source, name="task_source"),
    path("nhiem-vu/<int:task_id>/giao/", tasks.lead_naming, name="name_leads"),
    path("nhiem-vu/<int:task_id>/nhom/<int:group_id>/", tasks.group_filling, name="fill_group"),
    path("phan-viec/", obligations.obligation_list, name="obligations"),
    path("phan-viec/xuat/", obligations.obligation_export, name="obligations_export"),
    path("phan-viec/theo-ngay/", on_day.obligations_on_day, name="on_day"),
    path("phan-viec/theo-ngay/xuat/", on_day.obligations_on_day_export, name="on_day_export"),
    path("viec-cua-toi/", obligations.own_work, name="work"),
    path("cho-duyet/", approvals.approvals, name="approvals"),
    path("phan-viec/<int:obligation_id>/", obligation.obligation_detail, name="obligation"),
    path("phan-viec/<int:obligation_id>/bao-cao/", obligation.obligation_report, name="report"),
    path("phan-viec/<int:obligation_id>/<slug:step>/", obligation.obligation_step, name="step"),
    path("phan-viec/<int:obligation_id>/minh-chung/<int:evidence_id>/", obligation.proof, name="proof"),
]
