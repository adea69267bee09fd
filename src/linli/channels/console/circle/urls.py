"""Addresses of the pages of the 15-minute circle."""

from django.urls import path

from linli.channels.console.circle import home, points, reach

urlpatterns = [
    path("", home.home, name="circle"),
    path("export/", home.export, name="circle-export"),
    path("<int:area_id>/", reach.circle_page, name="circle-reach"),
    path("<int:area_id>/export/", reach.export, name="circle-reach-export"),
    path("<int:area_id>/work-out/", reach.work_out, name="circle-work-out"),
    path("<int:area_id>/bring/", points.bring, name="circle-bring"),
    path("<int:area_id>/add/", points.add, name="circle-add"),
    path("point/<int:point_id>/", points.change, name="circle-point"),
    path("point/<int:point_id>/close/", points.close, name="circle-close"),
    path("study/<int:study_id>/map.json", reach.study_map, name="circle-map"),
    path("study/<int:study_id>/metres.bin", reach.study_metres, name="circle-metres"),
    path("study/<int:study_id>/try.json", reach.try_it, name="circle-try"),
]
