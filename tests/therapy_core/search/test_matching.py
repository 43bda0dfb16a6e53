"""Matching: which items a keyword finds, and where in them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.therapy_core.search.test_folding import odd
from therapy_core.errors import InvalidInput
from therapy_core.search.folding import Folded, fold, pieces
from therapy_core.search.matching import AROUND, MOST_PLACES, Keyword, Match


def found(keyword: str, *texts: str) -> list[str] | None:
    """Return what the places of `keyword` hold in the first fields, or None for no match."""
    match = Keyword.parse(keyword).find([(str(n), text) for n, text in enumerate(texts)])
    return match and [texts[int(p.field)][p.start : p.end] for p in match.places]


@pytest.mark.parametrize(
    ("keyword", "text", "expected"),
    [
        ("anx", "Anxious, ANXIETY; Angst", ["Anx", "ANX"]),
        ("gross", "so groß!", ["groß"]),
        ("gros", "so groß!", ["groß"]),
        ("größe", "GROSSE", ["GROSSE"]),
        ("GROẞE", "große", ["große"]),
        ("fin", "a ﬁne day", ["ﬁn"]),
        ("cafe", "le cafe\u0301 noir", ["cafe\u0301"]),
        ("amour", "l'amour", ["amour"]),
        ("l’amour", "L'AMOUR", ["L'AMOUR"]),
        ("brien", "O'Brien", ["Brien"]),
        ("obrien", "O'Brien", ["O'Brien"]),
        ("being", "well-being", ["being"]),
        ("wellbeing", "well-being", ["well-being"]),
        ("istanbul", "İSTANBUL'da", ["İSTANBUL"]),
        ("ısparta", "ISPARTA", ["ISPARTA"]),
        ("ΣΊΣΥΦΟΣ", "ο Σίσυφος", ["Σίσυφος"]),
        ("еж", "Ёжик", ["Ёж"]),
        ("محمد", "يا مُحَمَّد", ["مُحَمَّد"]),
        ("שלום", "שָׁלוֹם", ["שָׁלוֹם"]),
        ("किता", "किताब", ["किता"]),
        ("viet", "tiếng Việt", ["Việt"]),
        ("京都", "東京都に", ["京都"]),
        ("ひらがな", "これはひらがなです", ["ひらがな"]),
        ("น้ำ", "ดื่มน้ำเย็น", ["น้ำ"]),
        ("ភាសា", "ខ្ញុំនិយាយភាសាខ្មែរ", ["ភាសា"]),
        ("စာ", "မြန်မာစာ", ["စာ"]),
        ("ລາວ", "ພາສາລາວ", ["ລາວ"]),
        ("한국", "나는 한국어를", ["한국"]),
        ("ㅠㅠ", "울었다 ㅠㅠ", ["ㅠㅠ"]),
        ("🎉", "great🎉🎉", ["🎉", "🎉"]),
        ("👍", "ok 👍🏽 ok", ["👍"]),
        ("34", "صفحة ٣٤", ["٣٤"]),
        ("tower", "東京tower", ["tower"]),
        ("b", "a_b", ["b"]),
        ("aa", "aa aaa", ["aa", "aa"]),
    ],
)
def test_a_word_or_its_beginning_is_found(keyword: str, text: str, expected: list[str]) -> None:
    """In its language's own script, with the place where it stands."""
    assert found(keyword, text) == expected


@pytest.mark.parametrize(
    ("keyword", "text"),
    [
        ("xious", "anxious"),
        ("국어", "한국어"),
        ("и", "й"),
        ("і", "ї"),
        ("か", "が"),
        ("ab", "a b"),
        ("aa", "aba"),
        ("he will", "he won't"),
        ("🎉🎊", "🎉 🎊"),
    ],
)
def test_what_is_another_word_is_not_found(keyword: str, text: str) -> None:
    """The middle of a word, another letter, or words that stand apart."""
    assert found(keyword, text) is None


def test_all_words_have_to_be_there_in_any_order_and_field() -> None:
    """Each in some field; the places come in the order of the fields and of the text."""
    assert found("blue Sky", "the sky", "is BLUE and blueish") == ["sky", "BLUE", "blue"]
    assert found("blue sky red", "the sky", "is blue") is None
    assert found("blue", "", "blue") == ["blue"]


@pytest.mark.parametrize(
    "keyword", ["", " ", "x" * 101, "…", "- '", " ".join("abcdefghijk"), "\u0301", "\u200d", "🏽"]
)
def test_a_keyword_needs_something_to_search_for(keyword: str) -> None:
    """1 to 100 characters, at most 10 words, and in it a letter, a digit or an emoji."""
    with pytest.raises(InvalidInput) as refused:
        Keyword.parse(keyword)
    assert set(refused.value.fields) == {"keyword"}


def test_the_longest_keywords_are_taken() -> None:
    """Spaces around it don't count, nor does a word that comes twice."""
    assert len(Keyword.parse(f"  {'x' * 100} ").words[0]) == 100
    assert Keyword.parse("a b c d e f g h i j A B").words == tuple("abcdefghij")


def test_nothing_printed_shows_a_word() -> None:
    """What is printed ends in logs."""
    keyword = Keyword.parse("secret")
    match = keyword.find([("text", "a secret")])
    assert match
    for shown in (repr(keyword), repr(match), repr(match.excerpt), repr(Folded("secret"))):
        assert "secret" not in shown


def agrees(match: Match, texts: dict[str, str], keyword: Keyword) -> None:
    """Check every place and the excerpt against the texts."""
    for place in match.places:
        text = texts[place.field]
        assert 0 <= place.start < place.end <= len(text)
        cut_out = text[place.start : place.end]
        *_, (last, _) = pieces(cut_out)
        held, less = fold(cut_out), fold(cut_out[:last])
        assert any(held.startswith(w) and not less.startswith(w) for w in keyword.words)
    cut, first = match.excerpt, match.places[0]
    assert cut.text == texts[cut.field][cut.offset : cut.offset + len(cut.text)]
    assert cut.places[0].start + cut.offset == first.start
    assert cut.places[0].end + cut.offset == first.end
    assert first.start - cut.offset <= AROUND
    assert len(cut.text) <= first.end - first.start + 2 * AROUND
    for place in cut.places:
        assert 0 <= place.start < place.end <= len(cut.text)


@settings(max_examples=500, deadline=None)
@given(odd, odd, st.data())
def test_what_was_cut_out_of_a_text_is_found_at_its_place(
    first: str, second: str, data: st.DataObject
) -> None:
    """The beginning of any word finds its item; no change of length by folding shifts a place."""
    words = Folded(first).words
    if not words:
        return
    chosen = data.draw(st.lists(st.sampled_from(words), min_size=1, max_size=3))
    keyword = Keyword.parse(" ".join(word[:30] for word in chosen))
    match = keyword.find([("a", first), ("b", second)])
    assert match
    agrees(match, {"a": first, "b": second}, keyword)


@settings(max_examples=500, deadline=None)
@given(st.text("ab-' é\u0301ß東\n", max_size=12), st.text("ab-'ß東", min_size=1, max_size=3))
def test_a_match_is_what_reading_piece_by_piece_finds(text: str, asked: str) -> None:
    """The quick look at the whole text leaves nothing out."""
    try:
        keyword = Keyword.parse(asked)
    except InvalidInput:
        return
    slowly = all(any(True for _ in Folded(text).places(w)) for w in keyword.words)
    match = keyword.find([("a", text)])
    assert bool(match) == slowly
    if match:
        agrees(match, {"a": text}, keyword)


def test_a_place_is_the_least_run_of_pieces_that_holds_the_word() -> None:
    """Marks that belong to the last letter are in it, what follows is not."""
    assert found("cafe", "cafe\u0301\u0323s") == ["cafe\u0301\u0323"]
    assert found("co", "c\u00ado\u00adop") == ["c\u00ado"]


def test_the_number_of_places_is_bounded() -> None:
    """The first twenty of a text that says it a thousand times."""
    match = Keyword.parse("so").find([("text", "so " * 1000)])
    assert match
    assert [p.start for p in match.places] == [3 * n for n in range(MOST_PLACES)]


def test_an_excerpt_is_cut_between_words() -> None:
    """Sixty code points on either side at most; a short text is shown whole."""
    text = "word " * 40 + "needle" + " word" * 40
    cut = Keyword.parse("needle").find([("text", text)])
    assert cut
    assert cut.excerpt.text == "word " * 12 + "needle" + " word" * 12
    whole = Keyword.parse("needle").find([("text", "a needle.")])
    assert whole
    assert (whole.excerpt.text, whole.excerpt.offset) == ("a needle.", 0)


@pytest.mark.parametrize(
    ("text", "keyword"),
    [
        ("a" * 40, "a" * 20 + "b"),
        ("a-" * 20, "a" * 20 + "b"),
        ("a " * 20, "aa"),
        ("a" + "-" * 39, "aa"),
        ("e" + "\u0301" * 39, "ee"),
        ("東" * 40, "東" * 20 + "京"),
        ("xa" * 20, "aa"),
    ],
)
def test_no_text_takes_more_than_its_length(text: str, keyword: str) -> None:
    """Ten times the text takes about ten times as long, not a hundred times."""
    asked = Keyword.parse(keyword)

    def took(times: int) -> float:
        long = text * times
        best = 10.0
        for _ in range(3):
            began = time.process_time()
            asked.find([("text", long)])
            for word in asked.words:
                list(Folded(long).places(word))
            best = min(best, time.process_time() - began)
        return best

    assert took(1000) < 40 * took(100)
