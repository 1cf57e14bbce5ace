"""What the units write of made-up compulsory care. Nobody real is meant."""

NEEDS = (
    "Behöver stöd i bostaden och fortsatta samtal när hen kommer hem.",
    "Klarar inte ekonomi och mat själv. Medicinen behöver följas.",
    "Behöver sysselsättning och någon som kommer hem till sig.",
    "Bor ensam, vill ha kontakt ofta den första tiden.",
)
REGION = (
    ("Samtal och uppföljning var fjortonde dag", "Sjuksköterska"),
    ("Läkemedel och provtagning varje månad", "Läkare"),
    ("Samtal varje vecka", "Psykolog"),
)
SOCIAL = (
    ("Boendestöd två gånger i veckan", "Boendestödjare"),
    ("Plats på träffpunkt tre dagar i veckan", "Handledare"),
    ("Hjälp med kontakt med myndigheter", "Socialsekreterare"),
)
CARE = (("Delad dos och hembesök varje vecka", "Sjuksköterska"), ("Stöd med aptit och sömn", "Arbetsterapeut"))
OTHERS = (("Anhörig", "Hälsar på varje söndag"), ("Arbetsförmedlingen", "Samtal om arbetsträning"))
PRESENT = ("Läkare, sjuksköterska, handläggare", "Överläkare, kurator, handläggare, sjuksköterska från kommunen")
CHANGED = ("Boendestöd varje dag den första månaden", "Samtal en gång i veckan i stället")
REFUSED = ("Vi har ingen plats före sommaren.", "Personen bor inte i vårt område.")
DECISIONS = ("Beviljat enligt socialtjänstlagen", "Beslutat av verksamheten")
PERSON_SAYS = ("Vill hem så snart det går.", "Tycker att det är onödigt men går med på det.", "Vill inte ta medicinen.")
FOLLOWED_UP = ("Insatserna fungerar. Personen kommer till samtalen.", "Boendestödet har glesats ut, resten fortsätter.")
MEANWHILE = ("Boendestödet kommer lördag kväll.", "Ring avdelningen om något händer. Medicinen är med.")
WITHOUT = "Ville inte vara med."
FREE = ("Går det att få ett besked om bostaden den här veckan?", "Nycklarna finns på avdelningen.")
