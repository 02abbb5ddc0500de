"""Joining over the network: another page and address, only with the token, and it knows nothing else of the lab."""

import base64
import contextlib
import http.client
import ipaddress
import json
import threading
from json import dumps

import pytest
import uvicorn
from starlette.datastructures import Headers

from experiments.lab.contest.contest_routes import Contest
from experiments.lab.contest.join import join_application, local_address, new_token
from experiments.lab.jobs import Bench
from experiments.lab.start import _listen, _parse
from simulation.errors import InputError

HOST, TOKEN = "192.168.7.9:8123", "abcdefgh2345"
PLAN = "week,channel,spend\n1,search,5\n"


@pytest.fixture
def lab(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    bench = Bench()
    contest = Contest(bench)
    contest.room.begin("city_gym")
    yield contest
    bench.close()


class Answer:
    """What came back."""

    def __init__(self, answer):
        self.status_code, self.headers = answer.status, dict(answer.getheaders())
        self.text = answer.read().decode()

    def json(self):
        return json.loads(self.text)


class Page:
    """A browser's part: requests to the address that is shown, on whatever port the tests got."""

    def __init__(self, port):
        self.port = port

    def request(self, method, path, headers=None, body=None):
        given = {"Host": HOST, **(headers or {})}
        if body is not None:
            given |= {"Content-Type": "application/json"}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, path, body, given)
        answer = Answer(connection.getresponse())
        connection.close()
        return answer

    def get(self, path, headers=None):
        return self.request("GET", path, headers)

    def post(self, path, json, headers=None):
        return self.request("POST", path, headers, dumps(json))


@contextlib.contextmanager
def client(contest):
    listening = _listen(0)
    app = join_application(contest, *HOST.split(":"), TOKEN)
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off", ws="none"))
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    yield Page(listening.getsockname()[1])
    server.should_exit = True
    thread.join(10)
    listening.close()


def sent(name, text):
    return {"name": name, "data": base64.b64encode(text.encode()).decode()}


def plan(team="Owls", key="k" * 16, text=PLAN, name="x.csv"):
    return {"team": team, "key": key, **sent(name, text)}


def test_a_plan_is_handed_in_with_the_token_and_kept(lab):
    with client(lab) as page:
        taken = page.post("/api/join/hand_in", json=plan(), headers={"X-Join-Token": TOKEN})
    assert (taken.status_code, taken.json()) == (200, {"team": "Owls", "does": "5 EUR of search.", "cost": 5.0})
    assert [file.suffix for file in lab.room.folder.iterdir()] == [".csv"]
    assert [each["name"] for each in lab.room.state()["teams"]] == ["Owls"]


def test_a_team_learns_who_else_takes_part_but_not_what_they_plan(lab):
    with client(lab) as page:
        page.post("/api/join/hand_in", json=plan(), headers={"X-Join-Token": TOKEN})
        told = page.get("/api/join", headers={"X-Join-Token": TOKEN})
    assert told.json()["teams"] == [{"name": "Owls"}]
    assert "of search" not in told.text
    assert "shared" not in told.json()


@pytest.mark.parametrize("text", ["a: " + "[" * 200, "a: &a [1]\nb: *a", "_target_: os.system", "- 1", "a: b: c", ""])
def test_whoever_hands_in_is_not_told_where_files_lie_on_the_teacher_s_machine(lab, text):
    with client(lab) as page:
        headers = {"X-Join-Token": TOKEN}
        answer = page.post("/api/join/hand_in", json=plan(text=text, name="x.yaml"), headers=headers)
    line = answer.json()["error"]
    assert (answer.status_code, line.startswith("plan.yaml")) == (400, True), line
    assert "nichecast-" not in line


def test_a_browser_has_nothing_to_complain_of(lab):
    with client(lab) as page:
        assert "cross-origin-opener-policy" not in page.get("/").headers, "it counts on this machine or over https only"


@pytest.mark.parametrize("token", ["", "abcdefgh2346", "ABC", "é"])
def test_without_the_token_nothing_is_told_or_taken(lab, token):
    headers = {"X-Join-Token": token.encode("latin-1")}
    with client(lab) as page:
        assert page.get("/api/join", headers=headers).status_code == 403
        assert page.post("/api/join/hand_in", json=plan(), headers=headers).status_code == 403
    assert lab.room.teams == {}


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1:8123"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
def test_another_page_cannot_hand_in_even_with_the_token(lab, headers):
    with client(lab) as page:
        assert page.get("/api/join", headers={"X-Join-Token": TOKEN, **headers}).status_code == 403


def test_an_address_outside_the_local_network_gets_nothing(lab):
    guard = join_application(lab, *HOST.split(":"), TOKEN)
    headers = Headers({"host": HOST, "x-join-token": TOKEN})
    assert guard.refusal("GET", "/", "192.168.7.20", headers) is None
    assert guard.refusal("GET", "/", "8.8.8.8", headers)[0] == 403
    assert guard.refusal("GET", "/", "", headers)[0] == 403


@pytest.mark.parametrize(
    "path",
    ["/api/market", "/api/contest", "/api/contest/run", "/api/campaign", "/api/job/j1", "/answers/j1/report.html",
     "/static/app.js", "/static/contest.js", "/api/parcel/r1", "/api/diary"],
)  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_nothing_else_of_the_lab_is_there(lab, path, method):
    with client(lab) as page:
        answer = page.request(method, path, headers={"X-Join-Token": TOKEN, "X-Lab-Token": TOKEN})
    assert answer.status_code in (404, 405)


def test_the_page_carries_no_token(lab):
    with client(lab) as page:
        for path in ("/", "/static/join.js", "/static/hand_in.js", "/static/make.js", "/static/words.js", "/api/words"):
            answer = page.get(path)
            assert (answer.status_code, TOKEN in answer.text) == (200, False)
        assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_a_team_s_name_is_its_own(lab):
    room = lab.room
    room.hand_in("Owls", "a" * 16, sent("x.csv", PLAN))
    with pytest.raises(InputError, match="^team: 'owls' is taken"):
        room.hand_in("owls", "b" * 16, sent("x.csv", PLAN))
    room.hand_in("Owls", "a" * 16, sent("x.yaml", "split: {search: 5 %}"))
    assert [file.suffix for file in room.folder.iterdir()] == [".yaml"]
    room.open = False
    with pytest.raises(InputError, match="takes no more plans"):
        room.hand_in("Foxes", "c" * 16, sent("x.csv", PLAN))


@pytest.mark.parametrize(
    ("changed", "line"),
    [
        ({"text": "week,channel,spend\n1,search,9001\n"}, "plan.csv: costs 9,001.00 EUR"),
        ({"name": "x.py"}, "plan: got 'x.py'"),
        ({"key": "short"}, "hand in: got no key"),
        ({"key": "\ud800" * 16}, "request: got half a letter"),
        ({"team": "a\udfff"}, "request: got half a letter"),
        ({"team": ["Owls"], "name": "x.csv"}, "team: got no name"),
        ({"name": ["x.csv"]}, "plan: got no file"),
        ({"team": "", "name": "x.csv"}, "team: got no name"),
        ({"team": "=1+1"}, "team: got '=1+1'"),
        ({"text": "x" * (1 << 18) + "y"}, "plan: has 262,145 bytes"),
    ],
)
def test_a_plan_that_cannot_be_used_is_refused_in_a_line(lab, changed, line):
    with client(lab) as page:
        answer = page.post("/api/join/hand_in", json=plan(**changed), headers={"X-Join-Token": TOKEN})
    assert (answer.status_code, answer.json()["error"].startswith(line)) == (400, True), answer.json()


def test_it_is_shared_only_when_that_is_asked_for():
    assert _parse([]) == (0, True, False)
    assert _parse(["--no-browser", "--share"]) == (0, False, True)


def test_the_address_is_one_of_a_local_network_or_there_is_none():
    try:
        address = local_address()
    except InputError as error:
        assert str(error).startswith("--share: ")
    else:
        assert ipaddress.ip_address(address).is_private


def test_tokens_differ_and_can_be_read_from_a_wall():
    tokens = {new_token() for _ in range(50)}
    assert len(tokens) == 50
    assert all(len(token) == 12 and not set(token) & set("il1o0") for token in tokens)
