"""In a real browser: a page of another server, open beside the lab, can neither read nor command it."""

import functools
import http.server
import threading

import pytest

from tests.experiments.lab.test_browser import browser, pytestmark, until

__all__ = ["browser", "pytestmark"]
PAGE = """<!doctype html><meta charset="utf-8"><title>other</title><body><script>
const LAB = "LAB", told = window.told = {};
const tried = async (name, attempt) => { try { told[name] = await attempt(); } catch { told[name] = "refused"; } };
const loaded = (tag, path) => new Promise((done) => { const element = document.createElement(tag);
  element.onload = () => done("loaded"); element.onerror = () => done("refused"); element.src = LAB + path;
  document.body.append(element); });
const json = { "Content-Type": "application/json", "X-Lab-Token": "TOKEN" };
(async () => {
  await tried("read", async () => (await fetch(LAB + "/")).status);
  await tried("read blindly", async () => (await fetch(LAB + "/", { mode: "no-cors" })).type);
  await tried("command", async () => (await fetch(LAB + "/api/market", { method: "POST", headers: json, body: "{}" })).status);
  await tried("command blindly", async () =>
    (await fetch(LAB + "/api/market", { method: "POST", mode: "no-cors", body: "{}" })).type);
  await tried("script", () => loaded("script", "/static/app.js"));
  await tried("image", () => loaded("img", "/api/replay?runs=r1"));
  await tried("socket", () => new Promise((done) => { const socket = new WebSocket(LAB.replace("http", "ws") + "/");
    socket.onopen = () => done("open"); socket.onerror = () => done("refused"); }));
  window.finished = true;
})();
</script><form id="form" action="LAB/api/market" method="post" enctype="text/plain"><input name='{"settings":{},"x":"' value='"}'>
</form></body>"""


class Silent(http.server.SimpleHTTPRequestHandler):
    """Serves a folder and says nothing."""

    def log_message(self, *given):
        pass


@pytest.fixture
def other(served, tmp_path):
    """Give the address of a page on another port of this machine, which even knows the lab's token."""
    page = (
        PAGE.replace("LAB/", f"{served.address}/")
        .replace('"LAB"', f'"{served.address}"')
        .replace("TOKEN", served.token)
    )
    (tmp_path / "index.html").write_text(page, encoding="utf-8")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Silent, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_another_page_can_neither_read_nor_command_the_lab(browser, served, other):
    page = browser.new_page()
    lived = len(served.bench.jobs)
    page.goto(other)
    until(page, "window.finished === true")
    told = page.evaluate("window.told")
    assert len(told) == 7
    assert {name: answer for name, answer in told.items() if answer != "refused"} == {}
    page.evaluate("document.getElementById('form').submit()")
    page.wait_for_url(f"{served.address}/api/market")
    assert "another page may not use the lab" in page.text_content("body")
    assert len(served.bench.jobs) == lived, "and nothing was begun"
    page.close()


def test_the_lab_s_own_page_can_do_all_of_that(browser, served):
    page = browser.new_page()
    page.goto(served.address)
    page.wait_for_selector(".card")
    asked = "token => fetch('/api/lesson', { method: 'POST', body: '{}', headers: { 'Content-Type': 'application/json',"
    status = page.evaluate(f"{asked} 'X-Lab-Token': token }} }}).then(answer => answer.status)", served.token)
    assert status == 400, "a refusal of what was asked, not of who asks"
    page.close()
