"""Addresses."""

from django.urls import URLPattern, URLResolver, path

from linli.channels.console.meetings import bodies, sittings, tasks

urlpatterns: list[URLPattern | URLResolver] = [
    path("", sittings.listed, name="meetings"),
    path("export/", sittings.export, name="meetings-export"),
    path("bodies/new/", bodies.found, name="meeting-body-add"),
    path("bodies/<int:body_id>/", bodies.body, name="meeting-body"),
    path("bodies/<int:body_id>/seat/", bodies.seat, name="meeting-seat-add"),
    path("bodies/<int:body_id>/seat/<int:seat_id>/end/", bodies.seat_end, name="meeting-seat-end"),
    path("bodies/<int:body_id>/call/", sittings.call, name="meeting-add"),
    path("<int:meeting_id>/", sittings.meeting, name="meeting"),
    path("<int:meeting_id>/tasks/", tasks.matrix, name="meeting-tasks"),
    path("<int:meeting_id>/tasks/export/", tasks.export, name="meeting-tasks-export"),
    path("<int:meeting_id>/send/", tasks.send, name="meeting-send"),
    path("<int:meeting_id>/publish/", sittings.publish, name="meeting-publish"),
    path("<int:meeting_id>/drop/<int:resolution_id>/", sittings.drop, name="meeting-drop"),
    path("<int:meeting_id>/report/<int:resolution_id>/", sittings.report, name="meeting-report"),
    path("<int:meeting_id>/<slug:verb>/", sittings.act, name="meeting-act"),
]
