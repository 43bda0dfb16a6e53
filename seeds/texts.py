"""What people write, all of it of our own making, in the languages of the places they live in."""

# ruff: noqa: RUF001 - people write as they write
from __future__ import annotations

from collections.abc import Sequence
from random import Random

GOOD, HARD = "good", "hard"
"""What an entry of a journal is like."""

LANGUAGES = {
    "Europe/Berlin": "de",
    "Europe/Lisbon": "pt",
    "America/Sao_Paulo": "pt",
    "Europe/Warsaw": "pl",
    "Europe/Kyiv": "uk",
    "Europe/Istanbul": "tr",
    "Africa/Cairo": "ar",
    "Asia/Taipei": "zh",
    "America/Toronto": "fr",
    "America/Denver": "es",
}
"""The language in which people of a time zone write beside English."""

JOURNAL: dict[str, dict[str, tuple[str, ...]]] = {
    "en": {
        GOOD: (
            "Walked along the river before work. The light was worth getting up for.",
            "Called my sister and we laughed until the tea was cold.",
            "Said no to a third meeting, kindly. Nothing fell apart.",
            "The breathing exercise helped, for the first time without the recording.",
            "Cooked for four and sat with them afterwards instead of washing up.",
            "Slept through. I had forgotten what a morning after that is like.",
            "Finished the drawing I began in spring. It is crooked and it is mine.",
        ),
        HARD: (
            "Lay awake and went through tomorrow's list again and again.",
            "The meeting ran over and so did my thoughts, all evening.",
            "Everybody seemed to know what to say except me.",
            "Cancelled on a friend and was sorry as soon as I had sent it.",
            "Rain, and a day that would not begin. Stayed in with the lamp on.",
            "Too many messages. I put the telephone in a drawer and walked to the river.",
            "Snapped at somebody who had only asked how I was.",
        ),
    },
    "de": {
        GOOD: (
            "Morgens am Fluss entlang, eine Stunde ohne Telefon.",
            "Mit Jonas Pflaumenkuchen gebacken und viel gelacht.",
            "Heute pünktlich Schluss gemacht. Es ging einfach.",
        ),
        HARD: (
            "Wieder lange wach gelegen und die Liste für morgen gezählt.",
            "Im Büro alles zu laut, auf dem Heimweg zu Fuß wurde es besser.",
        ),
    },
    "pt": {
        GOOD: ("Caminhei junto ao rio e senti-me leve.", "Jantar com os amigos, sem pressa."),
        HARD: ("Não consegui dormir a pensar no trabalho.", "Um dia cinzento por dentro."),
    },
    "pl": {
        GOOD: ("Spacer nad rzeką, potem herbata u babci.", "Udało się powiedzieć, co myślę."),
        HARD: ("Znowu nie mogłem zasnąć.", "Za dużo spraw naraz, brakło tchu."),
    },
    "uk": {
        GOOD: ("Прогулялася вздовж річки, стало легше.", "Довга розмова з мамою, тепла."),
        HARD: ("Ніч без сну, думки по колу.", "Сумую за домом і за тишею."),
    },
    "tr": {
        GOOD: ("Nehir kenarında yürüdüm, içim açıldı.", "Komşuyla uzun bir kahve."),
        HARD: ("Gece uyku tutmadı, hep yarını düşündüm.", "Bugün her şey biraz fazlaydı."),
    },
    "ar": {
        GOOD: ("مشيت بجانب النهر وشعرت بهدوء.", "ضحكت مع أختي طويلا."),
        HARD: ("لم أنم جيدا وفكرت في الغد كثيرا.", "كان اليوم ثقيلا."),
    },
    "zh": {
        GOOD: ("下班後沿著河邊走走，心情輕鬆多了。", "和家人一起吃飯，笑了很久。"),
        HARD: ("昨晚又睡不好，一直想著明天的事。", "今天有點累，什麼都提不起勁。"),
    },
    "fr": {
        GOOD: ("Marché le long de la rivière, enfin sans montre.", "Un long café avec Zoë."),
        HARD: ("Mal dormi, les pensées tournaient.", "Trop de bruit, trop de gens."),
    },
    "es": {
        GOOD: ("Paseo junto al río con el perro.", "Hoy pedí ayuda y me la dieron."),
        HARD: ("Dormí poco y mal.", "Me costó empezar el día."),
    },
}

TALK: dict[str, tuple[tuple[str, str], ...]] = {
    "en": (
        ("client", "Thank you for yesterday. I tried the breathing on the tram."),
        ("therapist", "Good to hear. Did anybody look?"),
        ("client", "Nobody looked. I had been so sure they would."),
        ("therapist", "Write that down for next time, would you?"),
        ("client", "Done. Could we meet half an hour later on Tuesday?"),
        ("therapist", "That works. I have changed my calendar."),
        ("client", "The week was better than I said it would be."),
        ("therapist", "Then let us begin with that."),
        ("client", "I took the walk by the river three times."),
        ("therapist", "Three is a lot for a first week."),
    ),
    "de": (
        ("client", "Danke für gestern, es hat gutgetan."),
        ("therapist", "Das freut mich. Bis nächste Woche!"),
        ("client", "Darf ich die Übung auch abends machen?"),
        ("therapist", "Gern, wann immer es passt."),
    ),
    "pt": (
        ("client", "Obrigada pela sessão de ontem."),
        ("therapist", "De nada. Como correu a semana?"),
        ("client", "Melhor, consegui descansar."),
    ),
    "pl": (
        ("client", "Dziękuję za wczorajszą rozmowę."),
        ("therapist", "Proszę bardzo. Do zobaczenia we wtorek."),
    ),
    "uk": (
        ("client", "Дякую за вчорашню розмову."),
        ("therapist", "Будь ласка. Як спали цього тижня?"),
        ("client", "Краще, дві ночі поспіль."),
    ),
    "tr": (("client", "Dünkü görüşme için teşekkürler."), ("therapist", "Rica ederim.")),
    "ar": (("client", "شكرا على جلسة الأمس."), ("therapist", "على الرحب والسعة.")),
    "zh": (("client", "謝謝昨天的談話。"), ("therapist", "不客氣，這週睡得好嗎？")),
    "fr": (
        ("client", "Merci pour hier, j'y ai repensé."),
        ("therapist", "Avec plaisir. À mardi !"),
        ("client", "À mardi."),
    ),
    "es": (("client", "Gracias por la sesión."), ("therapist", "De nada, hasta pronto.")),
}

SHARED_NOTES = (
    "We looked at the week together: two good mornings, and what made them so.",
    "Practised the slow breathing until it went without counting.",
    "Drew the circle of worry: what is in it, and what only stands at its edge.",
    "Spoke about saying no. Two sentences are ready to be tried.",
    "Sleep is a little better. We keep the lamp, and leave the telephone outside.",
    "Wrote a letter that need not be sent.",
)
ASSIGNMENTS = (
    "Breathe slowly for four minutes in the morning.",
    "Write three lines in the journal, also on the dull days.",
    "Say no once, in a friendly way, and note what happens.",
    "Take the walk by the river on two evenings.",
    "Ask somebody for something small.",
)
PRIVATE_NOTES = (
    "Came in quicker than last time, and sat down without being asked to.",
    "The brother was mentioned for the first time. Leave room for that.",
    "My suggestion came too early; wait for theirs next week.",
    "Bring the sheet about sleep. Think about the length of our sessions.",
)
ADDENDA = ("It was two good mornings and one good evening.", "The exercise takes six minutes.")
REASONS = (
    "I would like to go on with what we began.",
    "The last weeks were restless and I sleep badly.",
    "A first talk, to see whether this is for me.",
    "There is something at work that I should like to sort out.",
)
CANCELLED = ("I have a cold.", "The train does not run today.", "A colleague needs me; I am sorry.")


def languages(zone: str | None) -> tuple[str, ...]:
    """Return the languages that somebody from a time zone writes in."""
    own = LANGUAGES.get(zone or "")
    return (own, "en") if own else ("en",)


def entry(random: Random, zone: str | None, tone: str) -> str:
    """Return what somebody might write into a journal."""
    return random.choice(JOURNAL[random.choice(languages(zone))][tone])


def some(random: Random, texts: Sequence[str], most: int) -> list[str]:
    """Return between one of `texts` and `most`, each once."""
    return random.sample(texts, random.randint(1, most))
