"""The demonstration never mixes with a park that somebody runs."""

import pytest

from tests.demo.conftest import unheard
from tests.factories import park
from yuanqu.accounts.errors import Refused
from yuanqu.accounts.models import User
from yuanqu.accounts.wording import sentence
from yuanqu.demo.actions import load_demonstration
from yuanqu.organizations.models import Organization

pytestmark = pytest.mark.django_db


def test_the_demonstration_is_refused_where_another_park_is():
    park()
    with pytest.raises(Refused) as refused:
        load_demonstration(unheard)
    assert refused.value.code == "demo.another_park"
    assert "示例园区" in sentence(refused.value.code, refused.value.facts)
    assert User.objects.count() == 0
    assert Organization.objects.count() == 0
