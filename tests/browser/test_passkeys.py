"""A passkey, added and used in a real Chromium with a virtual authenticator."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, Park

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def with_authenticator(page: Page) -> list[str]:
    """Put a passkey's device into the browser; what the page complains of is collected."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    return complaints


def test_a_passkey_is_added_and_logs_in_without_a_password(park: Park, open_page: Open):
    # An IP address is no relying party (Web Authentication, level 2: 5.1.3), a name is one.
    home = park.address.replace("127.0.0.1", "localhost")
    page = open_page(f"{home}/accounts/login/", language="en-US", width=390)
    complaints = with_authenticator(page)
    page.fill("#id_login", "hanmei")
    page.fill("#id_password", park.passwords["hanmei"])
    page.click("main button[type=submit]")
    page.wait_for_url(f"{home}/")
    page.goto(f"{home}/accounts/2fa/webauthn/add/")
    page.fill("#id_password", park.passwords["hanmei"])
    page.click("main button[type=submit]")
    page.wait_for_url(f"{home}/accounts/2fa/webauthn/add/")
    page.fill("#id_name", "My phone")
    page.check("#id_passwordless")
    page.click("#mfa_webauthn_add")
    page.wait_for_url(lambda url: "add" not in url)
    page.goto(f"{home}/accounts/logout/")
    page.click("main button[type=submit]")
    page.goto(f"{home}/accounts/login/")
    page.click("#passkey_login")
    page.wait_for_url(f"{home}/")
    expect(page.locator(".site-me")).not_to_contain_text("Log in")
    assert complaints == []
