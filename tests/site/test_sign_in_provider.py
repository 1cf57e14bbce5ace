"""An identity provider: what its claims open, what is refused, and signing out when the provider says so."""

import json
import time
import uuid
from typing import Any

import jwt
import pytest
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client, RequestFactory
from django.utils import timezone
from jwt.algorithms import HMACAlgorithm, NoneAlgorithm
from structlog.testing import capture_logs
from tests.site.cast import Cast
from tests.site.pages import close
from tests.site.sign_in import is_in

from brygga_site.accounts import tokens
from brygga_site.accounts.actions import begin
from brygga_site.accounts.commission import NoSignInReason, SignInRefused, accept
from brygga_site.accounts.models import Session
from brygga_site.accounts.provider import ProviderAdapter
from brygga_site.organisations.models import Assignment, Staff
from brygga_site.settings.sign_in import provider

ISSUER = "https://idp.example"
EVENTS = {tokens.LOGOUT_EVENT: {}}
KEY, OTHER_KEY = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))


@pytest.fixture
def commissioned(cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Assignment:
    """Boris is known to a provider, and so is his commission; the provider's keys are at hand."""
    settings.BRYGGA_OIDC_SERVER, settings.BRYGGA_OIDC_CLIENT_ID = ISSUER, "brygga"
    settings.SOCIALACCOUNT_PROVIDERS = provider(ISSUER, "brygga", "hemligt")
    configuration = {"issuer": ISSUER, "jwks_uri": f"{ISSUER}/jwks"}
    monkeypatch.setattr(OpenIDConnectOAuth2Adapter, "openid_config", configuration)
    public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
    keys = {"keys": [{**public, "kid": "1", "use": "sig", "alg": "RS256"}]}
    monkeypatch.setattr(jwt.PyJWKClient, "fetch_data", lambda self: keys)
    tokens.keys_at.cache_clear()
    Staff.objects.filter(pk=cast.boris.staff_id).update(hsa_id="SE0000000000-BORIS1")
    Assignment.objects.filter(pk=cast.boris.pk).update(hsa_id="SE0000000000-UPPDRAG1")
    cast.boris.refresh_from_db()
    return cast.boris


def claims(**other: Any) -> dict[str, Any]:
    about = {
        "iss": ISSUER,
        "sub": "boris-at-idp",
        "sid": "s1",
        "employeeHsaId": "SE0000000000-BORIS1",
        "commissionHsaId": "SE0000000000-UPPDRAG1",
        "healthCareUnitHsaId": "SE0000000000-BORIS",
        "commissionRight": ["Läsa;dia;VE", "not three parts"],
    } | other
    return {name: value for name, value in about.items() if value is not None}


def signed_in_there(assignment: Assignment, **other: Any) -> Client:
    """A browser that has come back from the provider."""
    client = Client()
    staff, commission = accept(claims(**other), "the id token")
    request = RequestFactory().get("/")
    request.session = client.session
    from django.contrib.auth import login

    request.commission = commission
    login(request, staff)
    request.session.save()
    client.cookies["sessionid"] = request.session.session_key
    return client


def test_the_claims_open_just_the_commission_they_name(commissioned: Assignment, cast: Cast) -> None:
    second = Assignment.objects.create(
        staff=commissioned.staff, unit=cast.ivar.unit, title="Extra", purpose="care", from_day="2020-01-01"
    )
    client = signed_in_there(commissioned)
    assert client.get("/").status_code == 200
    client.post("/assignment", {"assignment": second.pk})
    page = client.get("/assignment", headers={"accept-language": "en"}).content.decode()
    assert "Extra" not in page
    assert commissioned.unit.name in page
    Assignment.objects.filter(pk=commissioned.pk).update(revoked_at=timezone.now())
    assert client.get("/").url == "/assignment"
    page = client.get("/assignment", headers={"accept-language": "en"}).content.decode()
    assert "no longer in force" in page


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({"employeeHsaId": None}, NoSignInReason.NO_EMPLOYEE),
        ({"employeeHsaId": "SE0000000000-NOBODY"}, NoSignInReason.UNKNOWN_EMPLOYEE),
        ({"commissionHsaId": None}, NoSignInReason.NO_COMMISSION),
        ({"commissionHsaId": "SE0000000000-ELSE"}, NoSignInReason.UNKNOWN_COMMISSION),
        ({"healthCareUnitHsaId": "SE0000000000-ANNA"}, NoSignInReason.OTHER_UNIT),
    ],
)
def test_claims_that_do_not_fit_are_refused(
    commissioned: Assignment, other: dict[str, Any], reason: NoSignInReason
) -> None:
    staff = Staff.objects.count()
    with pytest.raises(SignInRefused) as refusal:
        accept(claims(**other), "")
    assert refusal.value.reason == reason
    assert Staff.objects.count() == staff


def test_the_commission_of_a_colleague_and_one_that_has_ended_are_refused(commissioned: Assignment, cast: Cast) -> None:
    Assignment.objects.filter(pk=cast.anna.pk).update(hsa_id="SE0000000000-ANNAS")
    for changed in ({}, {"revoked_at": timezone.now()}, {"to_day": "2020-01-02"}):
        Assignment.objects.filter(pk=commissioned.pk).update(**changed)
        given = "SE0000000000-UPPDRAG1" if changed else "SE0000000000-ANNAS"
        with pytest.raises(SignInRefused, match="unknown-commission"):
            accept(claims(commissionHsaId=given), "")
        Assignment.objects.filter(pk=commissioned.pk).update(revoked_at=None, to_day=None)


def test_a_closed_account_is_refused(commissioned: Assignment) -> None:
    Staff.objects.filter(pk=commissioned.staff_id).update(is_active=False)
    with pytest.raises(SignInRefused, match="inactive"):
        accept(claims(), "")


def test_a_sign_in_weaker_than_the_settings_ask_for_is_refused(commissioned: Assignment, settings: Any) -> None:
    settings.BRYGGA_OIDC_ACR = ["loa3"]
    for given in (None, "loa2"):
        with pytest.raises(SignInRefused, match="too-weak"):
            accept(claims(acr=given), "")
    assert accept(claims(acr="loa3"), "")[0] == commissioned.staff


def test_the_provider_counts_as_one_factor_until_the_settings_name_the_levels_that_count_as_two(
    commissioned: Assignment, settings: Any
) -> None:
    settings.BRYGGA_SECOND_FACTOR_FOR = ("care",)
    client = signed_in_there(commissioned)
    assert client.get("/board").url == "/assignment"
    page = client.get("/assignment", headers={"accept-language": "en"}).content.decode()
    assert "has not been told that your organisation" in page.replace("&#x27;", "'")
    settings.BRYGGA_OIDC_ACR = ["loa3"]
    assert signed_in_there(commissioned, acr="loa3").get("/board").status_code == 200


def test_letters_of_an_hsa_id_may_be_small_and_the_unit_left_out(commissioned: Assignment) -> None:
    staff, commission = accept(claims(employeeHsaId="se0000000000-boris1", healthCareUnitHsaId=None), "")
    assert (staff, commission.assignment) == (commissioned.staff, commissioned.pk)


def test_the_rights_are_kept_and_shown_and_factors_are_the_providers_own_matter(commissioned: Assignment) -> None:
    client = signed_in_there(commissioned)
    page = client.get("/your-sign-in", headers={"accept-language": "en"}).content.decode()
    assert "<td>Läsa</td><td>dia</td><td>VE</td>" in close(page)
    assert "Change your password" not in page
    for address in ("password", "app/add", "passkeys/add"):
        assert client.get(f"/your-sign-in/{address}").url == "/your-sign-in"


def test_a_local_sign_in_carries_nothing_over_of_an_earlier_commission(commissioned: Assignment) -> None:
    client = signed_in_there(commissioned)
    request = RequestFactory().get("/")
    request.session = client.session
    begin(request, commissioned.staff, None)
    assert [key for key in dict(request.session.items()) if key.startswith("commission")] == []


def logout_token(key: Any = KEY, header: dict[str, str] | None = None, **other: Any) -> str:
    now = int(time.time())
    about = {"iss": ISSUER, "aud": "brygga", "iat": now, "exp": now + 60, "jti": uuid.uuid4().hex, "events": EVENTS}
    content = {name: value for name, value in (about | {"sid": "s1"} | other).items() if value is not None}
    return jwt.encode(content, key, algorithm="RS256", headers={"kid": "1", "typ": "logout+jwt"} | (header or {}))


def tell(token: str) -> int:
    return Client(enforce_csrf_checks=True).post("/sign-out/back-channel", {"logout_token": token}).status_code


def test_the_provider_ends_one_session_and_not_another(commissioned: Assignment) -> None:
    one, other = signed_in_there(commissioned), signed_in_there(commissioned, sid="s2")
    assert tell(logout_token()) == 200
    assert not is_in(one)
    assert is_in(other)


def test_the_provider_ends_all_sessions_of_a_person_but_no_local_ones(commissioned: Assignment) -> None:
    there = [signed_in_there(commissioned, sid=sid) for sid in ("s1", "s2")]
    here = Client()
    here.force_login(commissioned.staff)
    assert tell(logout_token(sid=None, sub="boris-at-idp")) == 200
    assert [is_in(one) for one in (*there, here)] == [False, False, True]


def test_a_logout_token_is_taken_once(commissioned: Assignment) -> None:
    token = logout_token()
    assert [tell(token), tell(token)] == [200, 400]


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"iss": "https://other.example"}, "issuer"),
        ({"aud": "somebody-else"}, "Audience"),
        ({"iat": int(time.time()) - 3600, "exp": None}, "old"),
        ({"iat": int(time.time()) + 3600}, "not yet"),
        ({"exp": int(time.time()) - 3600}, "expired"),
        ({"jti": None}, "jti"),
        ({"events": None}, "logout"),
        ({"events": {"http://other": {}}}, "logout"),
        ({"nonce": "n"}, "nonce"),
        ({"sid": None}, "neither"),
        ({"key": OTHER_KEY}, "ignature"),
        ({"header": {"kid": "2"}}, "key"),
        ({"header": {"typ": "JWT"}}, "type"),
    ],
)
def test_a_logout_token_that_is_not_right_ends_nothing(
    commissioned: Assignment, other: dict[str, Any], why: str
) -> None:
    client = signed_in_there(commissioned)
    with capture_logs() as log:
        assert tell(logout_token(**other)) == 400
    assert why in log[-1]["why"]
    assert is_in(client)


def test_tokens_without_a_signature_or_signed_with_a_shared_secret_are_not_believed(commissioned: Assignment) -> None:
    content = {"iss": ISSUER, "aud": "brygga", "iat": int(time.time()), "jti": "1", "events": EVENTS, "sid": "s1"}
    for token in (
        jwt.encode(content, None, algorithm="none", headers={"kid": "1"}),
        jwt.encode(content, "brygga" * 10, algorithm="HS256", headers={"kid": "1"}),
        "",
        "a.b.c",
    ):
        assert tell(token) == 400


def test_every_algorithm_that_is_taken_is_of_a_pair_of_keys() -> None:
    """What is signed with a shared secret could be made with the public key; the library refuses it too."""
    kinds = {name: type(jwt.get_algorithm_by_name(name)) for name in tokens.ALGORITHMS}
    assert [name for name, kind in kinds.items() if kind in (NoneAlgorithm, HMACAlgorithm)] == []
    assert {kind.__name__ for kind in kinds.values()} <= {
        "RSAAlgorithm",
        "RSAPSSAlgorithm",
        "ECAlgorithm",
        "OKPAlgorithm",
    }


def test_a_provider_whose_keys_cannot_be_fetched_is_told_to_come_again(
    commissioned: Assignment, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(self: object) -> None:
        raise jwt.PyJWKClientConnectionError("no route")

    client = signed_in_there(commissioned)
    monkeypatch.setattr(jwt.PyJWKClient, "fetch_data", fails)
    assert tell(logout_token()) == 503
    assert is_in(client)


def test_the_provider_is_not_asked_anew_for_every_token_that_somebody_posts(
    commissioned: Assignment, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    configuration = {"issuer": ISSUER, "jwks_uri": f"{ISSUER}/jwks"}
    monkeypatch.setattr(
        OpenIDConnectOAuth2Adapter, "openid_config", property(lambda self: asked.append(1) or configuration)
    )
    for _ in range(5):
        tell(logout_token(aud="somebody-else"))
    assert asked == [1]


def test_signing_out_leads_on_to_the_provider_and_says_so_when_it_cannot_be_told(
    commissioned: Assignment, monkeypatch: pytest.MonkeyPatch
) -> None:
    end = {"end_session_endpoint": f"{ISSUER}/end"}
    for configuration, says in ((end, f"{ISSUER}/end?id_token_hint=the+id+token"), ({}, "could not be told")):
        monkeypatch.setattr(ProviderAdapter, "openid_config", configuration)
        client = signed_in_there(commissioned)
        page = client.post("/sign-out", headers={"accept-language": "en"}).content.decode()
        assert says in page
        assert not is_in(client)


def test_without_a_provider_its_addresses_are_not_there(client: Client, cast: Cast) -> None:
    assert client.get("/sign-in/provider").status_code == 404
    assert client.get("/sign-in/provider/provider/back?code=x&state=y").status_code == 404
    assert client.post("/sign-out/back-channel", {"logout_token": "x"}).status_code == 404
    assert "sign-in/provider" not in client.get("/sign-in").content.decode()


def test_an_answer_nobody_asked_for_and_a_provider_that_is_silent_get_a_page(
    commissioned: Assignment, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for address in ("/sign-in/provider/provider/back?code=x&state=y", "/sign-in/provider/provider/back?error=denied"):
        answer = client.get(address, headers={"accept-language": "en"})
        assert answer.status_code == 502
        assert "You are not signed in." in answer.content.decode()
    import requests

    def silent(self: object) -> None:
        raise requests.ConnectionError

    monkeypatch.setattr(OpenIDConnectOAuth2Adapter, "openid_config", property(silent))
    assert client.get("/sign-in/provider").status_code == 502
    assert not Session.objects.exists()


def test_what_a_link_asks_of_the_provider_cannot_be_more_than_we_ask(
    commissioned: Assignment, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    configuration = {"issuer": ISSUER, "authorization_endpoint": f"{ISSUER}/auth", "token_endpoint": f"{ISSUER}/token"}
    monkeypatch.setattr(OpenIDConnectOAuth2Adapter, "openid_config", configuration)
    asked = client.get("/sign-in/provider?process=connect&scope=admin&auth_params=a%3Db&next=//evil.example").url
    assert "code_challenge_method=S256" in asked
    assert "admin" not in asked
    assert "a=b" not in asked
    state = next(iter(client.session["socialaccount_states"].values()))[0]
    assert state["process"] == "login"
    assert "next" not in state
