from django.apps import AppConfig


class SampleConfig(AppConfig):
    name = "tests.cases.sample"
    label = "sample"
