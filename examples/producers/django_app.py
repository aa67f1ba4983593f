"""Enqueue jobs from Django once the transaction is committed: a row that was rolled back sends no mail.

    RABBITMQ_URL=amqp://guest:guest@localhost:5672 python3 django_app.py runserver --noreload 8000

All in one file, so that it runs as it is; in a project, `Order` is in models.py and `order` in views.py. If the process dies between
commit and publish, or RabbitMQ is away, the row stays unmailed and `python3 django_app.py mail_again` enqueues it: run that every
few minutes. The job's id is made of the row's, so a job that was enqueued twice is still one.
"""

import logging
import os
import sys

import django
from django.conf import settings

import producer

settings.configure(
    SECRET_KEY=os.environ.get("SECRET_KEY", "for trying it out only"),
    ALLOWED_HOSTS=["127.0.0.1", "localhost"],
    ROOT_URLCONF=__name__,
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ.get("DATABASE", "orders.sqlite3")}},
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
)
django.setup()

from django.core.management import execute_from_command_line  # noqa: E402
from django.db import connection, models, transaction  # noqa: E402
from django.http import JsonResponse  # noqa: E402
from django.urls import path  # noqa: E402

QUEUE = os.environ.get("QUEUE", "emails")


class Order(models.Model):
    number = models.IntegerField(unique=True)
    mailed = models.BooleanField(default=False)

    class Meta:
        app_label = "shop"


def order(request, number):
    with transaction.atomic():
        row = Order.objects.create(number=number)
        transaction.on_commit(lambda: mail(row))
        if "out_of_stock" in request.GET:
            raise ValueError("out of stock: the row is rolled back, and on_commit with it")
    return JsonResponse({"job": f"order-{number}"}, status=202)


def mail(row):
    payload = {"to": "a@example.com", "subject": f"Order {row.number}", "body": "Thank you"}
    try:
        producer.enqueue(QUEUE, f"order-{row.number}", payload)
    except producer.NotEnqueued:
        # The order stands; what is left to do is in the database.
        logging.exception("the mail for order %s waits for mail_again", row.number)
        return
    Order.objects.filter(pk=row.pk).update(mailed=True)


def mail_again():
    for row in Order.objects.filter(mailed=False):
        mail(row)


urlpatterns = [path("orders/<int:number>", order)]

if __name__ == "__main__":
    if Order._meta.db_table not in connection.introspection.table_names():
        with connection.schema_editor() as editor:
            editor.create_model(Order)
    if sys.argv[1:] == ["mail_again"]:
        mail_again()
    else:
        execute_from_command_line(sys.argv)
