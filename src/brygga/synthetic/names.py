"""Made-up people's names: common in Sweden, of many origins, a few hard on a form (long, hyphens, apostrophes).

In the lists `_` stands for a space within a name.
"""

from random import Random

from brygga.synthetic.chance import pick


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.replace("_", " ") for name in text.split())


WOMEN = _names("""
Anna Eva Maria Karin Kristina Lena Sara Kerstin Emma Ingrid Marie Birgitta Malin Jenny Inger Ulla Annika Monica Linda
Susanne Elin Hanna Johanna Carina Elisabeth Sofia Ann-Marie Åsa Birgit Margareta Gunilla Helena Ida Julia Amanda Maja
Märta Gun-Britt Inga-Lill Britt-Marie Rut Svea Alva Ebba Wilma Agnes Astrid Sigrid Siv Barbro Majken Östergerd Ylva
Tuula Aino Päivi Marjatta Sirkka Helmi Fatima Amina Zahra Mariam Layla Noor Samira Huda Rana Yasmin Ayaan Hodan Fadumo
Halimo Sahra Ifrah Amra Jasmina Emina Lejla Selma Azra Dragana Milica Agnieszka Katarzyna Małgorzata Olena Oksana
Soheila Parisa Shirin Nasrin Berivan Rojin Elif Zeynep Ayşe Selam Tsion Mehret Mỹ_Linh Somsri Máret Ánne Elle-Risten
Wilhelmina_Fredrika_Charlotta Maximiliana-Viktoria Anna-Karin_Elisabet_Margareta Li Bo-Mi
""")

MEN = _names("""
Lars Anders Mikael Johan Per Erik Karl Peter Jan Thomas Daniel Fredrik Hans Bengt Mats Andreas Stefan Sven Bo Nils
Marcus Magnus Niklas Jonas Martin Björn Leif Ulf Alexander Patrik Göran Östen Åke Börje Kjell Håkan Torbjörn Roland
Lennart Gunnar Ingvar Stig Arne Rune Gösta Bertil Oskar Hugo Elias Liam William Viggo Sixten Ture Algot Lars-Göran
Karl-Erik Per-Olov Jan-Åke Sven-Erik Veikko Jukka Pekka Matti Tapio Eino Mohamed Ahmed Ali Hassan Omar Yusuf Khalid
Bilal Tariq Hussein Abdi Abdullahi Cabdi Liban Mahad Warsame Adnan Emir Mirza Senad Haris Nermin Dragan Goran Zoran
Piotr Krzysztof Paweł Andrij Mykola Reza Dariush Farhad Azad Baran Mehmet Yusuf-Ali Emre Tesfay Yonas Dawit Minh
Ánte Niillas Jovnna Ole-Ánte Maximilian_Leopold_August Karl-Fredrik_Wilhelm_Emanuel Per Ib
""")

FAMILIES = _names("""
Andersson Johansson Karlsson Nilsson Eriksson Larsson Olsson Persson Svensson Gustafsson Pettersson Jonsson Jansson
Hansson Bengtsson Jönsson Lindberg Jakobsson Magnusson Lindström Olofsson Lindqvist Lindgren Berg Axelsson Bergström
Lundberg Lind Lundgren Lundqvist Mattsson Berglund Fredriksson Sandberg Henriksson Forsberg Sjöberg Wallin Engström
Eklund Danielsson Lundin Håkansson Björk Bergman Gunnarsson Wikström Holm Isaksson Samuelsson Fransson Bergqvist
Nyström Holmberg Arvidsson Löfgren Söderberg Nyberg Blomqvist Claesson Nordström Mårtensson Lundström Björklund
Eliasson Berggren Sandström Nordin Ström Åberg Åström Öberg Öhman Ekström Hermansson Holmgren Sundberg Hedlund Dahl
Sjögren Åkesson Ängquist Örn Rask Modig Stål Frisk Korhonen Virtanen Mäkinen Nieminen Hämäläinen Heikkilä Järvinen
Koskinen Mäki-Petäjä Ylitalo Niemi-Lahti Al-Hassan Al-Rashid Haddad Khoury Saleh Mahmoud Ibrahim Abdulrahman Hussein
Aziz Nasser El-Amin Mohamud Warsame Abdullahi Jama Farah Hersi Osman Nur Hodžić Hadžić Begić Kovačević Petrović
Delić Milošević Mujanović Softić Marković Jovanović Kowalski Nowak Wiśniewska Szymański Shevchenko Kovalenko
Hosseini Rezaei Karimi Moradi Demir Yılmaz Öztürk Kaya Şahin Tekle Gebremedhin Haile Nguyễn Trần Phạm Sarri Utsi Labba
Baer Kuhmunen O'Brien D'Angelo de_la_Cruz von_Ekbacka af_Lindvik van_der_Meer Ek Bo Li Öh
Stiernhjelm-Lagerquist_af_Silverforsen Abdulrahman-Gebremedhin_Andersson
""")


def given_name(rng: Random, woman: bool) -> str:
    """One given name, or two for about one in seven."""
    names = WOMEN if woman else MEN
    first = pick(rng, names)
    second = pick(rng, names) if rng.random() < 0.15 else first
    return first if second == first else f"{first} {second}"


def family_name(rng: Random) -> str:
    """One family name, or a hyphenated one for about one in twenty."""
    first = pick(rng, FAMILIES)
    second = pick(rng, FAMILIES) if rng.random() < 0.05 else first
    return first if second == first else f"{first}-{second}"
