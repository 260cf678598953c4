"""Which language a page is in: what the person chose, otherwise what the browser asks for."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse


@pytest.mark.django_db
@pytest.mark.parametrize(
    "asked", ["zh", "zh-CN", "zh-cn", "zh-SG", "zh-Hans", "zh-Hans-CN", "zh-CN,en;q=0.5"]
)
def test_a_browser_that_asks_for_chinese_gets_simplified_chinese(client: Client, asked: str):
    page = client.get(reverse("account_login"), headers={"accept-language": asked})
    assert '<html lang="zh-hans"' in page.content.decode()
    assert "登录" in page.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["", "en-GB", "fr,de;q=0.8", "zh-Hans-XX-" * 200, "\\x00", "z" * 9000])
def test_any_other_browser_gets_english(client: Client, asked: str):
    page = client.get(reverse("account_login"), headers={"accept-language": asked})
    assert '<html lang="en"' in page.content.decode()
