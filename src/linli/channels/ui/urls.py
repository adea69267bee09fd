"""Addresses."""

from django.urls import URLPattern, URLResolver, path

from linli.channels.ui import doors, heard, jobs, kept, me, mydata, photostore, sketch, switches

app_name = "ui"
urlpatterns: list[URLPattern | URLResolver] = [
    path("start/", doors.start, name="start"),
    path("start/case/<str:number>/", doors.case_door, name="case"),
    path("healthz", doors.healthz, name="healthz"),
    path("accounts/second-factor/", doors.second_factor, name="second_factor"),
    path("heard/", heard.heard_in, name="heard"),
    path("me/", me.home, name="me"),
    path("me/read/", me.read_all, name="read_all"),
    path("me/messages/<int:message_id>/", me.open_message, name="open_message"),
    path("me/settings/", me.message_settings, name="message_settings"),
    path("who-looked/", me.who_looked, name="who_looked"),
    path("me/data/", mydata.my_data, name="my_data"),
    path("me/data/copy/", mydata.copy, name="my_data_copy"),
    path("me/data/erase/", mydata.erase, name="my_data_erase"),
    path("me/elevate/", me.elevate, name="elevate"),
    path("me/elevate/end/", me.end_elevation, name="end_elevation"),
    path("me/kept/<str:key>/", kept.send_again, name="kept"),
    path("me/jobs/<int:job_id>/", jobs.job_progress, name="job-progress"),
    path("me/jobs/<int:job_id>/stop/", jobs.job_stop, name="job-stop"),
    path("photo/<str:key>/<str:size>/", photostore.photo, name="photo"),
    path("map/sketch.json", sketch.sketch, name="sketch"),
    path("settings/size", switches.size, name="size"),
    path("settings/language", switches.language, name="language"),
]
