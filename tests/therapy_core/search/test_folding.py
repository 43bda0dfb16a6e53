"""Folding: the same whole and piece by piece, and every piece knows where it stood."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from therapy_core.search.folding import Folded, fold, pieces
from therapy_core.search.letters import is_mark

ODD = "aIıİß\u1e9eﬁ½⑴ﷺ'’-\u00ad\u200d\u200c\u0301\u0306\u0308\u3099\u0654\u05b8иіγςΣ"
ODD += "한ᄒ\u1161\u11abㅠ㈎かﾊﾟ東ก\u0e33\u0e48क\u093c\u093fأىм́é👩🏽💻🎉٣₂ \n_.\x00\x01"
odd = st.text(st.one_of(st.sampled_from(ODD), st.characters(exclude_categories=["Cs"])))


@settings(max_examples=500, deadline=None)
@given(odd)
def test_a_text_folds_the_same_whole_and_in_pieces(text: str) -> None:
    """So that what is found quickly in the whole can be found again with its place."""
    assert Folded(text).text == fold(text)


@settings(max_examples=300, deadline=None)
@given(odd)
def test_the_pieces_are_the_text(text: str) -> None:
    """They lie side by side from the first code point to the last, none begins with a mark."""
    found = list(pieces(text))
    assert "".join(text[start:end] for start, end in found) == text
    assert all(start < end for start, end in found)
    assert not any(is_mark(text[start]) for start, _ in found[1:])


@settings(max_examples=300, deadline=None)
@given(odd)
def test_a_folded_word_stays_as_it_is(text: str) -> None:
    """Folding a word again changes nothing, so a keyword may come folded or not."""
    for word in Folded(text).words:
        assert fold(word) == word


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Straße STRASSE \u1e9e", ["strasse", "ss"]),
        ("ﬁne oﬃce Ⅷ m²", ["fine", "office", "viii", "m2"]),
        ("crème BRÛLÉE", ["creme", "brulee"]),
        ("Łódź Ærø Đường þing", ["lodz", "aero", "duong", "thing"]),
        ("İstanbul ISPARTA ısparta", ["istanbul", "isparta"]),
        ("ΣΊΣΥΦΟΣ σίσυφος", ["σισυφοσ"]),
        ("й Й ё Ё ї і ў ќ за́мок", ["й", "е", "ї", "і", "ў", "ќ", "замок"]),
        ("مُحَمَّد محمــد أحمد إيمان مدرسة", ["محمد", "احمد", "ايمان", "مدرسه"]),
        ("می\u200cخواهم كتاب کتاب ٣٤ ۳۴", ["ميخواهم", "كتاب", "34"]),
        ("שָׁלוֹם שלום צה״ל", ["שלום", "צהל"]),
        ("हिन्दी हिंदी क़लम कलम", ["हिन्दी", "हिंदी", "कलम"]),
        ("tiếng Việt TIÊNG", ["tieng", "viet"]),
        ("한국어 \u1112\u1161\u11ab국어", ["한국어"]),
        ("울었다ㅠㅠ ㅠㅠ ㅋㅋ", ["울었다ᅲᅲ", "ᅲᅲ", "ᄏᄏ"]),
        ("ﾊﾟﾝ パン か が", ["パン", "か", "が"]),
        ("น้ำ ไทย", ["น้ํา", "ไทย"]),
        ("don't don’t L'Amour well-being co\u00adop", ["dont", "lamour", "wellbeing", "coop"]),
        ("👍🏽 👍 ❤️ ❤", ["👍", "❤"]),
        ("½ ⑴ ㈱ Ｆｕｌｌ", ["12", "1", "株", "full"]),
        ("a_b c/d e.f — «g»", ["a", "b", "c", "d", "e", "f", "g"]),
        ("… --- !?", []),
    ],
)
def test_what_people_take_for_the_same_is_the_same(text: str, words: list[str]) -> None:
    """Case, accents, points, width and joints go; what makes another word stays."""
    assert Folded(text).words == words
