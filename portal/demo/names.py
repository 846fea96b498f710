"""Invented people: common first and last names, put together so that nobody appears twice."""

import itertools
import random

GIVEN_NAMES = """
Aaliyah Adam Aisha Alan Alba Amir Andrea Anika Bao Beatriz Ben Bilal Bruno Carla Carmen Cheng Chloe Clara Dana
Daniel Deja Diego Dina Eli Elena Emil Emma Esra Fatima Felix Flor Gabe Gina Grace Hana Hector Hugo Ida Imani Ines
Isaac Ivan Jada Jamal Jin Joan Jonas Jose Julia Kai Karim Kofi Lara Leila Leo Lin Lucia Luis Maya Mei Milan Mina
Musa Nadia Naomi Nico Nina Noah Olga Omar Oscar Paula Pedro Priya Rafael Ravi Rita Rosa Ruth Sara Selma Sofia Tariq
Tessa Theo Tomas Uma Victor Wanda Wei Yara Yusuf Zoe
"""
FAMILY_NAMES = """
Abara Adler Aguilar Ahmed Alvarez Baker Bauer Becker Bello Brooks Brown Campos Castillo Chen Cohen Cruz Dahl Davis
Diaz Dube Evans Ferrara Fischer Flores Fofana Garcia Gomez Grant Haddad Hansen Harris Hughes Ibrahim Ito Jackson
Jensen Johnson Kang Kaya Khan Kim Klein Kowalski Larsen Lee Lewis Lind Lopez Marsh Martin Mendez Miller Moore Mora
Morris Mwangi Nakamura Nguyen Novak Okoye Olsen Ortiz Osei Park Perez Petrov Pham Phillips Popov Ramos Reed Reyes
Rossi Ruiz Russo Santos Sato Schmidt Shah Silva Singh Smith Sousa Stein Suzuki Tanaka Taylor Torres Tran Vargas Vega
Walker Weber White Wilson Wright Yang Young Zhang
"""
GIVEN, FAMILY = tuple(GIVEN_NAMES.split()), tuple(FAMILY_NAMES.split())
_taken: set[tuple[str, str]] = set()
_serials = itertools.count(1)


def take(rng: random.Random) -> tuple[str, str]:
    """A first and a last name that nobody has yet."""
    while True:
        name = (rng.choice(GIVEN), rng.choice(FAMILY))
        if name not in _taken:
            _taken.add(name)
            return name


def serial() -> int:
    return next(_serials)


def email(given: str, family: str) -> str:
    return f"{given}.{family}@demo.example".lower()
