from django.urls import path

from namro.web.recurrences.views import happenings, lists, milestones, rules

app_name = "recurrences"
urlpatterns = [
    path("", lists.missing, name="missing"),
    path("dang-co/", lists.in_force, name="in_force"),
    path("phat-sinh/", happenings.register, name="happenings"),
    path("phat-sinh/xuat/", happenings.register_export, name="happenings_export"),
    path("ke-hoach/<int:plan_id>/", rules.plan_end, name="plan_end"),
    path("nhiem-vu/<int:task_id>/", rules.task_rhythm, name="task"),
    path("nhiem-vu/<int:task_id>/dat/", rules.rule_set, name="set"),
    path("nhiem-vu/<int:task_id>/ket-thuc/", rules.rule_end, name="end"),
    path("nhiem-vu/<int:task_id>/phat-sinh/", happenings.record, name="record"),
    path("nhiem-vu/<int:task_id>/moc/", milestones.add, name="milestone_add"),
    path("nhiem-vu/<int:task_id>/moc/nhap/", milestones.take_over, name="milestones_import"),
    path("moc/<int:milestone_id>/bo/", milestones.end, name="milestone_end"),
]
