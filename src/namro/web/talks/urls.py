from django.urls import path

from namro.web.talks.views import talks

app_name = "talks"
urlpatterns = [
    path("", talks.talk_list, name="list"),
    path("da-doc/", talks.all_read, name="all_read"),
    path("phan-viec/<int:obligation_id>/", talks.talk, name="talk"),
    path("phan-viec/<int:obligation_id>/da-doc/", talks.talk_read, name="read"),
    path("<int:message_id>/rut/", talks.message_take_back, name="take_back"),
]
