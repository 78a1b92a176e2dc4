"""In a real browser: open, filter, highlight, accept, correct, reject, add, undo, two at once, login, injection."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.review.access import Access
from pipeline.store import Store, open_engine
from tests.pipeline.review.conftest import Served
from tests.pipeline.review.papers import TEXT, keep, records
from tests.pipeline.review.test_decisions import rows

By = pytest.importorskip("selenium.webdriver.common.by").By
Keys = pytest.importorskip("selenium.webdriver.common.keys").Keys
JavascriptException = pytest.importorskip("selenium.common.exceptions").JavascriptException
Wait = pytest.importorskip("selenium.webdriver.support.ui").WebDriverWait

DOSE, WRONG, AGE, TIME, FINDING = (r["record_id"] for r in records("paper"))
Window = Callable[..., Any]


class Desk:
    """A window on the paper, and what a reviewer does there."""

    def __init__(self, window: Any, address: str) -> None:
        self.window, self.address = window, address

    def open(self, path: str = "/documents/paper") -> Desk:
        self.window.get("about:blank")
        self.window.get(self.address + path)
        if path == "/documents/paper":
            self.until(lambda: self.script("return document.body.dataset.ready") == "yes")
        return self

    def script(self, code: str, *arguments: Any) -> Any:
        return self.window.execute_script(code, *arguments)

    def until(self, what: Callable[[], Any]) -> Any:
        return Wait(self.window, 10).until(lambda _: what())

    def press(self, keys: str) -> None:
        self.window.switch_to.active_element.send_keys(keys)

    def choose(self, record_id: str) -> None:
        self.window.find_element(By.CSS_SELECTOR, f"#r-{record_id} .face").click()

    def status(self, record_id: str) -> str:
        return str(self.script("return document.getElementById(arguments[0])?.dataset.status ?? ''", f"r-{record_id}"))

    def becomes(self, record_id: str, status: str) -> None:
        self.until(lambda: self.status(record_id) == status)

    def told(self) -> str:
        return str(self.script("return document.getElementById('told').textContent"))

    def marked(self) -> list[str]:
        return list(self.script("return [...document.querySelectorAll('mark, .lit')].map(m => m.textContent)"))

    def fill(self, name: str, value: str) -> Any:
        box = self.window.find_element(By.CSS_SELECTOR, f".editor [name='{name}']")
        box.clear()
        box.send_keys(value)
        return box

    def select(self, words: str) -> None:
        """Select words in the text as a mouse would."""
        code = """
        for (const b of document.querySelectorAll('p.block')) {
          const at = b.textContent.indexOf(arguments[0]);
          if (at < 0) continue;
          const r = document.createRange();
          r.setStart(b.firstChild, at); r.setEnd(b.firstChild, at + arguments[0].length);
          getSelection().removeAllRanges(); getSelection().addRange(r); return true;
        }
        return false;"""
        assert self.script(code, words)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "browser.db"
    keep(Store(open_engine(f"sqlite:///{made}")))
    return made


def kept(path: Path) -> list[tuple[str, str]]:
    """Record and verdict of every decision in the store."""
    return [(r.record_id, r.verdict) for r in rows(Store(open_engine(f"sqlite:///{path}")))]


@pytest.fixture
def desk(path: Path, serve: Callable[..., Served], browser: Window) -> Desk:
    return Desk(browser(), serve(path, "--name", "Ana").address)


def test_open_filter_and_follow_a_record_to_its_evidence(desk: Desk) -> None:
    desk.open("/records")
    desk.window.find_element(By.NAME, "drug").send_keys("Glivec" + Keys.ENTER)
    links = desk.until(lambda: desk.window.find_elements(By.CSS_SELECTOR, ".what a"))
    assert [link.text for link in links] == ["imatinib 400 mg PO QD starting"]
    links[0].click()
    assert desk.until(desk.marked) == ["imatinib 400 mg by mouth\nonce daily"]


def test_evidence_behind_a_character_beyond_the_basic_plane_and_in_a_table(desk: Desk) -> None:
    desk.open()
    desk.choose(TIME)
    assert desk.marked() == ["Median progression-free survival was 7.5 months"]
    desk.choose(AGE)
    assert "44" in desk.marked()
    cell = desk.window.find_element(By.CSS_SELECTOR, "td.lit")
    assert cell.text == "44"
    assert desk.script(
        "const r = arguments[0].getBoundingClientRect(); return r.top > 0 && r.bottom < innerHeight", cell
    )


def test_keys_go_through_the_records_and_decide(desk: Desk, path: Path) -> None:
    desk.open()
    desk.press("jjk")
    assert desk.script("return document.querySelector('.chosen').dataset.id") == FINDING
    desk.press("a")
    desk.becomes(FINDING, "accept")
    assert desk.script("return document.querySelector('.chosen').dataset.id") == DOSE
    desk.press("r")
    desk.press("wrong value" + Keys.ENTER)
    desk.becomes(DOSE, "reject")
    assert kept(path) == [(FINDING, "accept"), (DOSE, "reject")]
    desk.press("u")
    desk.becomes(DOSE, "unreviewed")
    desk.press("u")
    desk.becomes(FINDING, "unreviewed")
    desk.press("?")
    assert desk.window.find_element(By.ID, "help").is_displayed()


def test_correct_with_vocabulary_look_up_and_wrong_fields_told(desk: Desk, path: Path) -> None:
    desk.open()
    desk.choose(DOSE)
    desk.press("e")
    desk.fill("drug", "gliv")
    offered = "return [...document.querySelectorAll('#l-drug option')].map(o => o.value)"
    assert "imatinib" in desk.until(lambda: desk.script(offered))
    desk.fill("drug", "Sutent")
    desk.fill("low", "a few").submit()
    desk.until(lambda: "must be a number" in desk.window.find_element(By.CSS_SELECTOR, ".editor").text)
    assert kept(path) == []
    desk.fill("low", "400").submit()
    desk.becomes(DOSE, "correct")
    row = desk.window.find_element(By.XPATH, f"//*[@id='r-{DOSE}']//tr[th='drug']")
    assert row.text.split() == ["drug", "imatinib", "sunitinib"]


def test_add_a_missed_record_by_selecting_text_and_undo_it(desk: Desk, path: Path) -> None:
    desk.open()
    desk.press("n")
    assert "select the words" in desk.told()
    desk.select("one had rash")
    desk.press("n")
    kind = desk.until(lambda: desk.window.find_element(By.ID, "f-kind"))
    kind.send_keys("toxicity")
    desk.fill("n", "1")
    desk.fill("term", "rash").submit()
    added = desk.until(lambda: desk.window.find_elements(By.CSS_SELECTOR, ".card[data-status=add]"))[0]
    desk.until(lambda: desk.marked() == ["one had rash"])
    (decision,) = rows(Store(open_engine(f"sqlite:///{path}")))
    assert decision.content is not None
    place = decision.content["provenance"][0]
    assert TEXT[place["start"] : place["end"]] == "one had rash"
    assert added.text.count("rash")
    desk.press("u")
    desk.until(lambda: not desk.window.find_elements(By.CSS_SELECTOR, ".card[data-status=add]"))


def test_the_finding_stands_beside_its_record(desk: Desk) -> None:
    desk.open()
    desk.choose(WRONG)
    touching = desk.window.find_element(By.CSS_SELECTOR, f"#r-{WRONG} .touching")
    assert "3/5 is 60 %, not 50 %" in touching.text
    desk.choose(FINDING)
    assert "related" in desk.window.find_element(By.ID, f"r-{WRONG}").get_attribute("class")


def test_two_windows_at_once_lose_nothing(desk: Desk, browser: Window, path: Path) -> None:
    other = Desk(browser(), desk.address)
    for each in (desk, other):
        each.open()
        each.choose(DOSE)
    desk.press("a")
    desk.becomes(DOSE, "accept")
    other.choose(DOSE)
    other.press("r")
    other.press("not so" + Keys.ENTER)
    other.until(lambda: "nothing is lost" in other.told())
    assert other.status(DOSE) == "accept"
    assert other.window.find_element(By.NAME, "reason").get_attribute("value") == "not so"
    other.press(Keys.ENTER)
    other.becomes(DOSE, "reject")
    assert kept(path) == [(DOSE, "accept"), (DOSE, "reject")]


def test_two_reviewers_log_in_with_tokens_and_are_compared(
    path: Path, tmp_path: Path, serve: Callable[..., Served], browser: Window
) -> None:
    file = tmp_path / "reviewers.json"
    tokens = {name: Access(file).add(name) for name in ("Ana", "Ben")}
    server = serve(path, "--tokens", str(file))
    desks = {}
    for name, keys in (("Ana", "a"), ("Ben", "r")):
        desk = desks[name] = Desk(browser(), server.address)
        desk.open("/")
        for field, value in (("name", name), ("token", "wrong")):
            desk.window.find_element(By.NAME, field).send_keys(value)
        desk.press(Keys.ENTER)
        desk.until(lambda d=desk: "no such name and token" in d.window.page_source)
        desk.window.find_element(By.NAME, "token").send_keys(tokens[name] + Keys.ENTER)
        desk.until(lambda d=desk: d.window.find_elements(By.LINK_TEXT, "paper"))
        desk.open()
        desk.choose(DOSE)
        desk.press(keys)
        if keys == "r":
            desk.press(Keys.ENTER)
    desks["Ana"].becomes(DOSE, "accept")
    desks["Ben"].becomes(DOSE, "reject")
    ana = desks["Ana"].open("/agreement?doc=paper")
    ana.window.find_element(By.XPATH, "//form[.//strong='Ben']//button").click()
    ana.until(lambda: "settled by Ana" in ana.window.page_source)


def test_markup_in_a_paper_does_nothing(desk: Desk, path: Path) -> None:
    desk.open()
    desk.choose(DOSE)
    assert desk.script("return window.harmed") is None
    assert "<script>window.harmed = true</script>" in desk.window.find_element(By.CSS_SELECTOR, "main.text").text
    desk.press("r")
    desk.press("<img src=x onerror='window.harmed=1'>" + Keys.ENTER)
    desk.becomes(DOSE, "reject")
    desk.open()
    with pytest.raises(JavascriptException, match="TrustedScript"):
        desk.script(
            "document.body.append(Object.assign(document.createElement('script'), {textContent: 'harmed = 1'}))"
        )
    assert desk.script("return window.harmed") is None


@pytest.mark.parametrize("width", [1440, 390])
def test_no_page_is_wider_than_its_window(
    path: Path, serve: Callable[..., Served], browser: Window, width: int
) -> None:
    desk = Desk(browser(width), serve(path).address)
    for page in ("/", "/records", "/documents/paper", "/documents/paper/trail", "/agreement", "/login"):
        desk.open(page)
        assert desk.script("return document.documentElement.scrollWidth") <= width, page
        assert not [e for e in desk.window.get_log("browser") if e["level"] == "SEVERE"], page
