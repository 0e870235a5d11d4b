from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import yaml

from sitegen.content.topics import MOST_TOPICS, compile_topics, discover, dump_topics, evidence, suggest
from sitegen.model import LiveBlog, Term, Topic, Update

START = datetime(2017, 11, 3, 10, tzinfo=UTC)


def topic(slug: str, *terms: str | Term, broader: str = "") -> Topic:
    return Topic(slug, slug, tuple(Term(term) if isinstance(term, str) else term for term in terms), broader)


def suggested(text: str, *topics: Topic) -> tuple[str, ...]:
    return suggest(text, topics, compile_topics(topics))


def archive(*bodies: str, number: int = 1) -> LiveBlog:
    updates = tuple(
        Update(START + timedelta(minutes=place), body, anchor=f"t10{place:02}") for place, body in enumerate(bodies)
    )
    return LiveBlog(f"2017-11-03-{number}", str(number), "T", date(2017, 11, 3), "UTC", updates=updates)


def labels(*liveblogs: LiveBlog) -> list[str]:
    return [topic.label for topic, _ in discover(liveblogs)]


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("In Qaim, all is calm.", "Qaim"),
        ("QAIM fell", "Qaim"),
        ("Qaim's mayor", "Qaim"),
        ("Qaim’s mayor", "Qaim"),
        ("IS-held land", "IS"),
        ("the **Islamic** *State* group", "Islamic State"),
        ("the Islamic\nState", "Islamic State"),
        ("_Qaim_", "Qaim"),
        ("[Qaim](/x)", "Qaim"),
        ("O’Brien spoke", "O'Brien"),
        ("AT\\&T and AT&amp;T", "AT&T"),
        ("the U.S.-led coalition", "U.S."),
        ("Straße", "straße"),
        ("Cafe\u0301 Noir", "Café Noir"),
        ("in 東京都で", "東京"),
        ("서울에서", "서울"),
        ("إلى القائم اليوم", "القائم"),
    ],
)
def test_a_term_is_found(text: str, term: str) -> None:
    assert suggested(text, topic("x", term)) == ("x",)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("it is so", "IS"),
        ("Qaimiya", "Qaim"),
        ("al-Qaimi", "Qaim"),
        ("see [here](http://x.org/qaim)", "Qaim"),
        ("रामा", "राम"),
        ("nothing", ""),
        ("nothing", "—"),
        ("the state of the Islamic", "Islamic State"),
    ],
)
def test_a_term_is_not_found(text: str, term: str) -> None:
    assert suggested(text, topic("x", term)) == ()


def test_case_counts_where_it_is_asked_for() -> None:
    assert suggested("the march", topic("x", Term("March", case=True))) == ()
    assert suggested("the March", topic("x", Term("March", case=True))) == ("x",)


def test_about_is_the_first_paragraph_or_two_mentions() -> None:
    qaim = topic("qaim", "Qaim")
    assert suggested("Qaim.\n\nMore.", qaim) == ("qaim",)
    assert suggested("More.\n\nQaim.", qaim) == ()
    assert suggested("More.\n\nQaim.\n\nQaim.", qaim) == ("qaim",)


def test_the_longest_term_wins_without_overlap() -> None:
    topics = topic("state", "State"), topic("is", "Islamic State"), topic("islam", "Islamic")
    assert suggested("The Islamic State", *topics) == ("is",)


def test_a_shared_term_gives_both_topics_in_their_order() -> None:
    assert suggested("Qaim", topic("b", "Qaim"), topic("a", "qaim")) == ("b", "a")


def test_a_broad_topic_gives_way_to_a_narrower_one() -> None:
    topics = topic("world", "World"), topic("iraq", "Iraq", broader="world"), topic("qaim", "Qaim", broader="iraq")
    assert suggested("Iraq of the World: Qaim", *topics) == ("qaim",)
    assert suggested("Iraq of the World", *topics) == ("iraq",)
    assert suggested("Iraq.\n\nQaim.", *topics) == ("iraq",)


def test_parents_in_a_circle_end() -> None:
    assert (
        suggested("Iraq and Qaim", topic("iraq", "Iraq", broader="qaim"), topic("qaim", "Qaim", broader="iraq")) == ()
    )


def test_no_topics_and_no_text() -> None:
    assert suggested("Qaim") == ()
    assert suggested("", topic("x", "Qaim")) == ()


def test_evidence_counts_terms() -> None:
    topics = (topic("qaim", "Qaim", "Husaybah"), topic("iraq", "Iraq"))
    text = "Calm.\n\nQaim, QAIM and Husaybah.\n\nIraq."
    assert evidence(text, topics, compile_topics(topics)) == (
        ("qaim", '"Qaim" ×2, "Husaybah" ×1, first in paragraph 2'),
    )


def test_discovery_ranks_by_live_blogs_then_updates() -> None:
    one = archive("Troops took Qaim near Hadar.", "They left Hadar, then Hadar again.", "Then Hadar.")
    two = archive("All eyes are on Qaim.", number=2)
    assert [(topic.slug, why) for topic, why in discover([two, one])] == [
        ("qaim", "2 live blogs, 2 updates, first in 2017-11-03-1#t1000"),
        ("hadar", "1 live blog, 3 updates, first in 2017-11-03-1#t1000"),
    ]
    assert discover([one, two]) == discover([two, one])


@pytest.mark.parametrize(
    ("sentence", "label"),
    [
        ("They met in Deir el-Zour today.", "Deir el-Zour"),
        ("They met Prime Minister Haider al-Abadi today.", "Haider al-Abadi"),
        ("They met Gen. Ali Hassan on Friday.", "Ali Hassan"),
        ("The council of the Bank of England met.", "Bank of England"),
        ("They are IS-held.", "IS"),
        ("All of New York waits.", "New York"),
        ("It was Jean-Paul's day.", "Jean-Paul"),
        ("A town near St. Louis waits.", "St. Louis"),
        ("They flew to Évreux.", "Évreux"),
        ("Они в городе Москва сейчас.", "Москва"),
    ],
)
def test_names_are_discovered(sentence: str, label: str) -> None:
    assert labels(archive(sentence, sentence)) == [label]


@pytest.mark.parametrize(
    "sentence",
    [
        "They met on Friday, Nov. 3, in December.",
        "It was sent by AP and Reuters and the Associated Press.",
        "They met the President and the Prime Minister.",
        "Troops moved. Residents fled. “Nobody stays,” he said.",
        "It is what The Latest says.",
        "He chose B.",
        "قال الجيش إنه دخل المدينة.",
        "軍は町に入った。",
        "no capitals here",
        "",
    ],
)
def test_what_is_no_name_is_not_discovered(sentence: str) -> None:
    assert labels(archive(sentence, sentence)) == []


def test_one_update_is_not_enough() -> None:
    assert labels(archive("They met in Qaim and Qaim.", "nothing")) == []


def test_an_opener_counts_once_it_is_known() -> None:
    assert labels(archive("Qaim is calm.", "Qaim fell.")) == []
    assert labels(archive("Qaim is calm.", "They took Qaim.")) == ["Qaim"]


def test_plurals_possessives_and_peoples_are_folded() -> None:
    found = discover([archive("The Republicans met.", "A Republican's day.", "In Iraq.", "An Iraqi town.", "In Iraq.")])
    assert [(topic.label, [term.text for term in topic.match]) for topic, _ in found] == [
        ("Iraq", ["Iraq", "Iraqi"]),
        ("Republican", ["Republican", "Republicans"]),
    ]


def test_a_surname_beside_the_full_name_is_dropped() -> None:
    text = "They met Haider Abadi. Then Mr. Abadi left."
    assert labels(archive(text, text)) == ["Haider Abadi"]


def test_a_name_that_is_a_word_too_minds_its_case() -> None:
    text = "In the hills of Hill a hill is high."
    assert [topic.match for topic, _ in discover([archive(text, text)])] == [(Term("Hill", case=True),)]


def test_discovery_has_an_end() -> None:
    words = [f"{a}{b}x" for a in "BCDFGHJKLM" for b in "aeiouyäöü"]
    text = " and ".join(["they met", *words])
    found = discover([archive(text, text)])
    assert len(found) == MOST_TOPICS
    assert len({topic.slug for topic, _ in found}) == MOST_TOPICS


def test_the_file_of_topics_reads_back() -> None:
    term = 'a "b": \\ {x} # — é \x07 \x85 \u2028 \ufffe \U0001f600 no'
    found = ((Topic("no", "1.5", (Term(term), Term("IS", case=True))), "1 live blog"), (topic("x", "19:30"), "null"))
    read = yaml.load(dump_topics(found), yaml.BaseLoader)
    assert read == {
        "topics": [
            {"slug": "no", "label": "1.5", "match": [term, {"text": "IS", "case": "true"}], "evidence": "1 live blog"},
            {"slug": "x", "label": "x", "match": ["19:30"], "evidence": "null"},
        ]
    }
    assert yaml.load(dump_topics(()), yaml.BaseLoader) == {"topics": []}
