"""Places, and the names of people who might live there; all of them made up of our own lists."""

# ruff: noqa: RUF001 - names are written as their owners write them
from __future__ import annotations

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Place:
    """Name a place, its IANA time zone, its calling code, and names that are common there."""

    location: str
    timezone: str
    calling_code: str
    given: tuple[str, ...]
    family: tuple[str, ...]
    family_first: bool = False

    def name(self, random: Random) -> str:
        """Return somebody's whole name, written as people there write it."""
        parts = [random.choice(self.given), random.choice(self.family)]
        return " ".join(reversed(parts) if self.family_first else parts)

    def phone(self, random: Random) -> str:
        """Return a telephone number with its calling code; nobody has it."""
        return (
            f"{self.calling_code} 555 {random.randrange(1000):03d} {random.randrange(10_000):04d}"
        )


def _place(
    location: str, timezone: str, code: str, given: str, family: str, *, family_first: bool = False
) -> Place:
    return Place(
        location, timezone, code, tuple(given.split()), tuple(family.split()), family_first
    )


PLACES = (
    _place(
        "Berlin, Germany",
        "Europe/Berlin",
        "+49",
        "Anna Jonas Lena Felix Miriam Jürgen Greta Emre Sophie Björn Käthe Moritz",
        "Müller Schneider Weiß Yılmaz Köhler Hoffmann Schäfer Krüger Lorenz Großmann",
    ),
    _place(
        "Lisbon, Portugal",
        "Europe/Lisbon",
        "+351",
        "Inês João Beatriz Tiago Catarina Gonçalo Leonor Duarte Matilde Rui",
        "Silva Santos Conceição Araújo Magalhães Figueiredo Nóbrega Teixeira",
    ),
    _place(
        "Kraków, Poland",
        "Europe/Warsaw",
        "+48",
        "Agnieszka Łukasz Zofia Paweł Małgorzata Jakub Hanna Wojciech Róża Michał",
        "Kowalczyk Wójcik Dąbrowski Zieliński Błaszczyk Mazur Król Piątek",
    ),
    _place(
        "Dublin, Ireland",
        "Europe/Dublin",
        "+353",
        "Aoife Ciarán Niamh Seán Róisín Oisín Siobhán Declan Maeve Pádraig",
        "O'Sullivan Murphy Ní-Bhriain Kelly Byrne O'Doherty Gallagher Quinn",
    ),
    _place(
        "Kyiv, Ukraine",
        "Europe/Kyiv",
        "+380",
        "Олена Тарас Оксана Андрій Катерина Богдан Ірина Юрій Соломія Остап",
        "Шевченко Коваленко Бондар Ткаченко Мельник Кравченко Лисенко",
    ),
    _place(
        "Istanbul, Türkiye",
        "Europe/Istanbul",
        "+90",
        "Ayşe Mehmet Zeynep Çağlar Elif Deniz Gülşen Oğuz Nilüfer Barış",
        "Demir Şahin Öztürk Aydın Çelik Koç Yıldız Güneş",
    ),
    _place(
        "Lagos, Nigeria",
        "Africa/Lagos",
        "+234",
        "Chinwe Oluwaseun Ngozi Emeka Adaeze Babatunde Ifeoma Chidi Folake Tunde",
        "Okafor Adeyemi Eze Balogun Nwosu Abubakar Olatunji Obi",
    ),
    _place(
        "Cairo, Egypt",
        "Africa/Cairo",
        "+20",
        "مريم أحمد فاطمة يوسف نور عمر ليلى كريم هناء طارق",
        "حسن إبراهيم منصور السيد فؤاد سالم ناصر",
    ),
    _place(
        "Bengaluru, India",
        "Asia/Kolkata",
        "+91",
        "Ananya Arjun Priya Rohan Lakshmi Vikram Meera Imran Kavya Sanjay",
        "Iyer Sharma Reddy Nair Banerjee Khan Deshpande Gowda",
    ),
    _place(
        "Taipei, Taiwan",
        "Asia/Taipei",
        "+886",
        "雅婷 志明 怡君 家豪 淑芬 建宏 美玲 俊傑",
        "陳 林 黃 張 李 王 吳 蔡",
        family_first=True,
    ),
    _place(
        "Auckland, New Zealand",
        "Pacific/Auckland",
        "+64",
        "Aroha Liam Mereana Tāne Isla Wiremu Ngaio Oliver Hinemoa Rāwiri",
        "Walker Tūhoe Ngata Thompson Parata Harawira Mitchell Rewi",
    ),
    _place(
        "São Paulo, Brazil",
        "America/Sao_Paulo",
        "+55",
        "Mariana Thiago Larissa Caetano Júlia Estêvão Aparecida Vinícius Iara Luã",
        "Oliveira Souza Nakamura Ribeiro Assunção Monteiro Guimarães Prado",
    ),
    _place(
        "Toronto, Canada",
        "America/Toronto",
        "+1",
        "Emily Noah Chloé Étienne Mei Darnell Sadie Mohammed Zoë Hugo",
        "Tremblay Nguyen Campbell Singh Bélanger Fraser Chen MacLeod",
    ),
    _place(
        "Santa Fe, United States",
        "America/Denver",
        "+1",
        "Dolores Marcus Winona Ezra Guadalupe Tyrell Ruth Joaquín Naomi Caleb",
        "Begay Martinez Washington Cohen Peña Brooks Yazzie Abernathy",
    ),
)
