"""There and back to an identity provider: what belongs to the sign-in that this browser began, and what does not."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from structlog.testing import capture_logs
from tests.site.cast import Cast
from tests.site.sign_in import is_in
from tests.site.test_sign_in_provider import ISSUER, KEY, OTHER_KEY, claims

from brygga_site.accounts import tokens
from brygga_site.accounts.models import KnownSubject, Session
from brygga_site.organisations.models import Assignment, Staff
from brygga_site.settings.sign_in import provider


@dataclass
class Provider:
    """What the provider answers. `token` changes its identity token; `configuration` what it says of itself."""

    token: dict[str, Any] = field(default_factory=dict)
    configuration: dict[str, str] = field(default_factory=dict)
    head: dict[str, str] = field(default_factory=dict)
    key: Any = KEY
    nonce: str = ""
    about: dict[str, Any] = field(default_factory=dict)
    moved: str = ""
    asked: list[requests.PreparedRequest] = field(default_factory=list)

    def answer(self, _: object, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        self.asked.append(request)
        path = urlsplit(request.url).path
        answer = requests.Response()
        answer.status_code, answer.request, answer.url = 200, request, request.url
        answer.headers["content-type"] = "application/json"
        answer._content = json.dumps(self._said(path)).encode()
        if path == self.moved:
            answer.status_code, answer.headers["location"] = 302, "http://192.0.2.1/elsewhere"
        return answer

    def _said(self, path: str) -> dict[str, Any]:
        if path.startswith("/.well-known"):
            places = {f"{name}_endpoint": f"{ISSUER}/{name}" for name in ("authorization", "token", "userinfo")}
            return {"issuer": ISSUER, "jwks_uri": f"{ISSUER}/jwks", **places} | self.configuration
        if path == "/userinfo":
            return claims() | self.about
        return {"access_token": "the access token", "id_token": self._signed()}

    def _signed(self) -> str:
        now = int(time.time())
        about = {"iss": ISSUER, "aud": "brygga", "sub": "boris-at-idp", "sid": "s1", "iat": now, "exp": now + 60}
        content = {**about, "nonce": self.nonce, **self.token}
        kept = {name: value for name, value in content.items() if value is not None}
        return jwt.encode(kept, self.key, algorithm="RS256", headers={"kid": "1", **self.head})


@pytest.fixture
def idp(cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    settings.BRYGGA_OIDC_SERVER, settings.BRYGGA_OIDC_CLIENT_ID = ISSUER, "brygga"
    settings.SOCIALACCOUNT_PROVIDERS = provider(ISSUER, "brygga", "hemligt")
    Staff.objects.filter(pk=cast.boris.staff_id).update(hsa_id="SE0000000000-BORIS1")
    Assignment.objects.filter(pk=cast.boris.pk).update(hsa_id="SE0000000000-UPPDRAG1")
    cast.boris.refresh_from_db()
    made = Provider()
    monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", lambda *a, **k: made.answer(*a, **k))
    public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
    keys = {"keys": [{**public, "kid": "1", "use": "sig", "alg": "RS256"}]}
    monkeypatch.setattr(jwt.PyJWKClient, "fetch_data", lambda self: keys)
    tokens.keys_at.cache_clear()
    cache.clear()
    yield made
    cache.clear()


def asked(client: Client) -> dict[str, str]:
    """Goes to the provider; what it is asked."""
    answer = client.get("/sign-in/provider?next=/board")
    assert answer.status_code == 302, answer.content.decode()
    return {name: values[0] for name, values in parse_qs(urlsplit(answer.url).query).items()}


def back(client: Client, state: str) -> Any:
    return client.get("/sign-in/provider/provider/back", {"code": "the code", "state": state})


def sign_in(idp: Provider, client: Client) -> Any:
    sent = asked(client)
    idp.nonce = sent["nonce"]
    return back(client, sent["state"])


def test_one_comes_back_signed_in_to_where_one_was(idp: Provider, client: Client) -> None:
    assert sign_in(idp, client).url == "/board"
    assert client.get("/board").status_code == 200


def test_state_nonce_and_code_verifier_are_new_each_time(idp: Provider, client: Client) -> None:
    one, other = asked(client), asked(client)
    for name in ("state", "nonce", "code_challenge"):
        assert one[name] != other[name]
        assert len(one[name]) >= 22  # characters of which each has six bits: 128 or more
    assert one["code_challenge_method"] == "S256"


def test_the_code_is_exchanged_with_this_browsers_verifier(idp: Provider, client: Client) -> None:
    sign_in(idp, client)
    exchange = next(one for one in idp.asked if one.url.endswith("/token"))
    assert "code_verifier=" in exchange.body


def test_an_answer_to_another_browsers_question_signs_nobody_in(idp: Provider, client: Client) -> None:
    sent = asked(Client())
    idp.nonce = sent["nonce"]
    assert back(client, sent["state"]).status_code == 502
    assert not Session.objects.exists()
    assert not [one for one in idp.asked if one.url.endswith("/token")]


def test_an_answer_is_taken_once(idp: Provider) -> None:
    client = Client()
    sent = asked(client)
    idp.nonce = sent["nonce"]
    assert [back(client, sent["state"]).status_code for _ in range(2)] == [302, 502]


@pytest.mark.parametrize(
    ("token", "head", "key"),
    [
        ({"nonce": "of an earlier sign-in"}, {}, KEY),
        ({"nonce": None}, {}, KEY),
        ({"aud": "another client"}, {}, KEY),
        ({"aud": ["brygga", "another client"]}, {}, KEY),
        ({"aud": ["brygga", "another client"], "azp": "brygga"}, {}, KEY),
        ({"azp": "another client"}, {}, KEY),
        ({"iat": int(time.time()) - 3600}, {}, KEY),
        ({"iat": int(time.time()) + 3600}, {}, KEY),
        ({"iat": str(int(time.time()) - 3600)}, {}, KEY),
        ({"iss": "https://other.example"}, {}, KEY),
        ({"exp": int(time.time()) - 3600}, {}, KEY),
        ({"exp": None}, {}, KEY),
        ({"nbf": int(time.time()) + 3600}, {}, KEY),
        ({"sub": "somebody-else"}, {}, KEY),
        ({}, {"typ": "logout+jwt"}, KEY),
        ({}, {"typ": "at+jwt"}, KEY),
        ({}, {"kid": "of another"}, KEY),
        ({}, {}, OTHER_KEY),
        ({}, {"jku": "http://192.0.2.1/keys", "kid": "theirs"}, OTHER_KEY),
    ],
)  # fmt: skip
def test_an_identity_token_that_is_not_right_signs_nobody_in(
    idp: Provider, client: Client, token: dict[str, Any], head: dict[str, str], key: Any
) -> None:
    idp.token, idp.head, idp.key = token, head, key
    with capture_logs() as log:
        assert sign_in(idp, client).status_code == 502
    assert log[-1]["event"] == "provider-failed"
    assert not is_in(client)


def test_what_the_identity_token_does_not_say_of_the_sign_in_no_unsigned_answer_says(
    idp: Provider, client: Client, settings: Any
) -> None:
    sent = asked(client)
    idp.token, idp.nonce, idp.about = {"nonce": None}, "", {"nonce": sent["nonce"]}
    assert back(client, sent["state"]).status_code == 502
    settings.BRYGGA_OIDC_ACR = ["loa3"]
    idp.token, idp.about = {}, {"acr": "loa3", "sid": "another"}
    assert sign_in(idp, client).status_code == 403
    assert not is_in(client)


def test_an_identity_token_with_us_alone_in_a_list_is_for_us(idp: Provider, client: Client) -> None:
    idp.token = {"aud": ["brygga"], "azp": "brygga"}
    assert sign_in(idp, client).url == "/board"


def test_who_one_is_at_the_provider_is_kept_at_the_first_sign_in_and_a_change_signs_nobody_in(
    idp: Provider, cast: Cast
) -> None:
    assert sign_in(idp, Client()).status_code == 302
    assert sign_in(idp, Client()).status_code == 302
    known = KnownSubject.objects.get()
    assert (known.issuer, known.subject, known.staff) == (ISSUER, "boris-at-idp", cast.boris.staff)
    # The HSA-id with another's card.
    idp.token = idp.about = {"sub": "somebody-else"}
    answer = sign_in(idp, client := Client())
    assert answer.status_code == 403
    assert "två olika personer" in answer.content.decode()
    # The same card with an HSA-id that was handed on.
    idp.token, idp.about = {}, {}
    Staff.objects.filter(pk=cast.boris.staff_id).update(hsa_id=None)
    Staff.objects.filter(pk=cast.anna.staff_id).update(hsa_id="SE0000000000-BORIS1")
    Assignment.objects.filter(pk=cast.boris.pk).update(staff=cast.anna.staff)
    assert sign_in(idp, client).status_code == 403
    assert not is_in(client)
    call_command("forget_subject", "boris")
    assert sign_in(idp, Client()).status_code == 302
    assert KnownSubject.objects.get().staff == cast.anna.staff
    with pytest.raises(CommandError, match="no staff member nobody"):
        call_command("forget_subject", "nobody")


def test_a_provider_that_says_it_is_another_is_not_believed(idp: Provider, client: Client) -> None:
    idp.configuration = {"issuer": "https://other.example"}
    assert client.get("/sign-in/provider").status_code == 502
    assert client.post("/sign-out/back-channel", {"logout_token": "x"}).status_code == 400


@pytest.mark.parametrize("moved", ["/.well-known/openid-configuration", "/token", "/userinfo"])
def test_a_provider_that_leads_elsewhere_is_not_followed(idp: Provider, client: Client, moved: str) -> None:
    idp.moved = moved
    if moved.startswith("/.well-known"):
        assert client.get("/sign-in/provider").status_code == 502
    else:
        assert sign_in(idp, client).status_code == 502
    assert not [one for one in idp.asked if "192.0.2.1" in one.url]


def test_the_levels_that_count_are_asked_for_and_looked_for(idp: Provider, settings: Any) -> None:
    settings.BRYGGA_OIDC_ACR = ["loa3", "loa4"]
    assert asked(Client())["acr_values"] == "loa3 loa4"
    weak, strong = Client(), Client()
    assert sign_in(idp, weak).status_code == 403
    idp.token = {"acr": "loa3"}
    assert sign_in(idp, strong).status_code == 302


@pytest.fixture
def boris_administers(idp: Provider, cast: Cast, settings: Any) -> None:
    """Boris keeps units and assignments, where one has to have shown within ten minutes who one is."""
    settings.BRYGGA_FRESH_FACTOR_SECONDS, settings.BRYGGA_OIDC_ACR = 600, ["loa3"]
    Assignment.objects.filter(pk=cast.boris.pk).update(purpose="assignments", unit=cast.hugo.unit)
    idp.about, idp.token = {"healthCareUnitHsaId": None}, {"acr": "loa3"}


@pytest.mark.usefixtures("boris_administers")
@pytest.mark.parametrize(
    ("auth_time", "opens"), [(lambda: int(time.time()) - 5, True), (lambda: int(time.time()) - 601, False)]
)
def test_how_lately_one_has_shown_who_one_is_is_what_the_provider_has_signed(
    idp: Provider, client: Client, auth_time: Any, opens: bool
) -> None:
    idp.token["auth_time"] = auth_time()
    assert sign_in(idp, client).status_code == 302
    answer = client.get("/administration/give")
    if opens:
        assert answer.status_code == 200
    else:
        assert answer.url.startswith("/sign-in/provider?anew&")


@pytest.mark.usefixtures("boris_administers")
@pytest.mark.parametrize("said", [None, "1900000000", True])
def test_a_provider_that_does_not_say_when_has_shown_nobody_lately(idp: Provider, client: Client, said: Any) -> None:
    idp.token["auth_time"] = said
    idp.about["auth_time"] = int(time.time())  # not signed
    sign_in(idp, client)
    assert client.get("/administration/give").url.startswith("/sign-in/provider?anew&")


@pytest.mark.usefixtures("boris_administers")
@pytest.mark.parametrize("ago", [None, 400, 5])
def test_whoever_is_to_show_anew_who_they_are_is_taken_back_when_the_provider_has_asked_them(
    idp: Provider, client: Client, ago: int | None
) -> None:
    sign_in(idp, client)
    way = client.get(client.get("/administration/give").url).url
    sent = {name: values[0] for name, values in parse_qs(urlsplit(way).query).items()}
    assert (sent["prompt"], sent["max_age"]) == ("login", "0")
    idp.nonce, idp.token["auth_time"] = sent["nonce"], ago if ago is None else int(time.time()) - ago
    answer = back(client, sent["state"])
    if ago == 5:
        assert client.get(answer.url).status_code == 200
    else:
        assert answer.status_code == 403
        assert "visar på nytt" in answer.content.decode()


def test_no_page_or_cookie_holds_a_token(idp: Provider, client: Client) -> None:
    sign_in(idp, client)
    pages = client.get("/your-sign-in").content.decode() + client.get("/board").content.decode()
    for secret in ("the access token", "eyJ"):
        assert secret not in pages
        assert secret not in str(client.cookies)
    assert "the access token" not in str(dict(client.session.items()))


def test_opening_a_page_signs_nobody_in_at_the_provider(idp: Provider, client: Client) -> None:
    for address in ("/", "/board", "/sign-in"):
        client.get(address)
    assert idp.asked == []
    assert not is_in(client)


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_link_from_another_site_leads_to_the_sign_in_page_and_no_further(
    idp: Provider, client: Client, site: str
) -> None:
    headers = {"sec-fetch-site": site, "sec-fetch-mode": "navigate"}
    assert client.get("/sign-in/provider", headers=headers).url == "/sign-in"
    assert idp.asked == []
