"""The process of one job, as the product starts it, with the works of the tests beside the product's own."""

import sys

import django

django.setup()

from tests.factories import works  # noqa: E402

from linli.config import jobs  # noqa: E402

works.register()
sys.exit(jobs.run_child(int(sys.argv[1]), sys.argv[2]))
