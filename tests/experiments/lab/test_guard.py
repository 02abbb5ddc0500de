"""Only the lab's own page, on this machine, may use it; another page in the same browser may not."""

import http.client
import json
import socket

import pytest

from experiments.lab.page import POLICY


def asked(served, path="/", method="GET", body=None, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=60)
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body, given)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, dict(answer.getheaders()), text


def own(served, **more):
    return {"Content_Type": "application/json", "X_Lab_Token": served.token, **more}


def test_the_page_comes_with_headers_that_keep_everything_else_out(served):
    status, headers, text = asked(served)
    assert status == 200
    assert headers["content-security-policy"] == POLICY
    assert "'unsafe" not in POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert "access-control-allow-origin" not in headers
    assert served.token in text


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1", "localhost:1", "127.0.0.1.evil:{port}", ""]
)
@pytest.mark.parametrize("path", ["/", "/api/words", "/api/parcel/r1", "/static/app.js"])
def test_a_foreign_host_gets_nothing(served, host, path):
    status, _, text = asked(served, path, Host=host.format(port=served.port))
    assert status == 403
    assert served.token not in text


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_both_names_of_this_machine_are_answered(served, name):
    assert asked(served, Host=f"{name}:{served.port}", Origin=f"http://{name}:{served.port}")[0] == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1", "https://127.0.0.1:{port}"])
def test_another_page_cannot_command_the_lab_even_with_the_token(served, origin):
    headers = own(served, Origin=origin.format(port=served.port))
    status, _, text = asked(served, "/api/market", "POST", "{}", **headers)
    assert (status, "another page" in text) == (403, True)


def test_another_site_s_picture_or_link_gets_nothing(served):
    assert asked(served, "/api/words", Sec_Fetch_Site="cross-site")[0] == 403
    assert asked(served, "/api/words", Sec_Fetch_Site="same-origin")[0] == 200


@pytest.mark.parametrize("path", ["/api/market", "/api/fork", "/api/lesson", "/api/diary"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_a_change_without_the_token_is_refused(served, path, method):
    for headers in ({}, {"X_Lab_Token": "guessed"}, {"X_Lab_Token": ""}):
        status, _, text = asked(served, path, method, "{}", Content_Type="application/json", **headers)
        assert (status, "token" in text) == (403, True)
    assert not served.bench.jobs or all(job.error is None for job in served.bench.jobs.values())


def test_a_form_or_an_endless_body_is_refused(served):
    assert asked(served, "/api/market", "POST", "a=1", **own(served, Content_Type="text/plain"))[0] == 415
    assert asked(served, "/api/market", "POST", "{}", **own(served, Content_Length=str(10**9)))[0] == 413


@pytest.mark.parametrize(
    "body", ["", "[]", "{", "[" * 100_000, json.dumps({"settings": 1}), json.dumps({"settings": {"people": 1e99}})]
)
def test_a_body_that_cannot_be_used_is_refused_in_a_line(served, body):
    status, _, text = asked(served, "/api/market", "POST", body, **own(served))
    assert status == 400
    assert "\n" not in json.loads(text)["error"]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/fork", {"run": "../r1", "day": 1, "changes": {"labels": "none"}}),
        ("/api/fork", {"run": ["r1"], "day": 1}),
        ("/api/lesson", {"lesson": "__init__"}),
        ("/api/lesson", {"lesson": ["slow_trust"]}),
        ("/api/lesson", {"lesson": "slow_trust", "choices": {"reach": ["third"]}}),
        ("/api/lesson", {"lesson": "slow_trust", "choices": 1}),
        ("/api/lesson", {"lesson": "slow_trust", "seed": True}),
        ("/api/lesson", {"lesson": "slow_trust", "seed": 10**12}),
        ("/api/lesson", {"lesson": "slow_trust", "choices": {"reach": "crises.reach=1"}}),
        ("/api/lesson", {"lesson": "slow_trust", "choices": {"_target_": "os.system"}}),
        ("/api/diary", {"run": "r0", "person": 1}),
    ],
)
def test_names_that_are_none_are_refused_in_a_line(served, path, body):
    status, _, text = asked(served, path, "POST", json.dumps(body), **own(served))
    assert (status, ": got" in json.loads(text)["error"]) == (400, True)


@pytest.mark.parametrize(
    "name", ["..%2Fserver.py", "server.py", "%2Fetc%2Fpasswd", "app.js%00", "nothing.js", "..", "en.yaml"]
)
def test_no_file_beside_the_page_s_own_is_served(served, name):
    assert asked(served, f"/static/{name}")[0] == 404


def test_a_language_is_a_name_of_a_file_of_words_and_no_path(served):
    assert asked(served, "/api/words?lang=en")[0] == 200
    assert asked(served, "/api/words?lang=..%2F..%2Fpyproject")[0] == 400


def test_the_lab_listens_on_the_loopback_address_only():
    from experiments.lab.start import _listen

    with _listen(0) as listening:
        assert listening.family is socket.AF_INET
        assert listening.getsockname()[0] == "127.0.0.1"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/lesson", {"lesson": "\ud800"}),
        ("/api/market", {"settings": {"strategy": "a\udc00"}}),
        ("/api/campaign/read", {"folder": "\udfff"}),
        ("/api/campaign/read", {"form": {"answers": {"name": "a\ud83d"}}}),
        ("/api/contest/run", {"effort": {"a": 1}}),
        ("/api/contest/remove", {"team": {"a": 1}}),
        ("/api/market/files", {"files": [1]}),
    ],
)
def test_what_is_no_text_or_no_name_is_refused_in_a_line(served, path, body):
    status, _, text = asked(served, path, "POST", json.dumps(body), **own(served))
    assert (status, "a bug" in text) == (400, False), text
    assert set(json.loads(text)) == {"error"}


def test_rare_letters_are_text(served):
    body = json.dumps({"lesson": "\U0001f989"})
    assert "\\ud83e" in body, "written as two halves"
    status, _, text = asked(served, "/api/lesson", "POST", body, **own(served))
    assert (status, "\U0001f989" in json.loads(text)["error"]) == (400, True)


def test_a_fault_of_the_lab_s_own_is_said_in_a_line_too(served, monkeypatch, capsys):
    def faulty(name):
        raise RuntimeError("two and two are five")

    monkeypatch.setattr(served.bench, "run", faulty)
    status, _, text = asked(served, "/api/parcel/r1")
    assert (status, json.loads(text)["error"].startswith("RuntimeError: two and two are five (a bug")) == (500, True)
    assert "Traceback" in capsys.readouterr().err
