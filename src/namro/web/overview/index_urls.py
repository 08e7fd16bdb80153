from django.urls import path

from namro.web.overview.views import book, today

app_name = "indices"
urlpatterns = [
    path("", today.index_list, name="list"),
    path("<slug:slug>/", today.index_detail, name="detail"),
    path("<slug:slug>/so-diem/", book.latest, name="latest_book"),
    path("<slug:slug>/so-diem/<int:year>/", book.book, name="book"),
    path("<slug:slug>/so-diem/<int:year>/xuat/", book.export, name="book_export"),
    path("<slug:slug>/so-diem/<int:year>/<str:code>/", book.criterion, name="criterion"),
    path("<slug:slug>/so-diem/<int:year>/<str:code>/nguyen-nhan/", book.cause, name="cause"),
]
