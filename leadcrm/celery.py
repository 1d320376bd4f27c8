"""The Celery application: a doorbell for work that PostgreSQL rows already hold."""

import os

from celery import Celery
from celery.signals import worker_init

from leadcrm import logins
from leadcrm.runtime import heartbeat


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leadcrm.settings")

app = Celery("leadcrm")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["leadcrm"])
heartbeat.install()
worker_init.connect(logins.refuse_to_start, dispatch_uid="logins.refuse_to_start")
