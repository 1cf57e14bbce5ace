"""Made-up, harmless Swedish texts of a plan. Nothing here is about anybody."""

WHY = (
    "Insatserna hemma krockar med varandra, och ingen har överblick.",
    "Hemtjänsten och vårdcentralen vet inte vad den andra gör.",
    "Personen får besök av många och vet inte vem som gör vad.",
    "Flera insatser behövs samtidigt, och de måste passa ihop.",
)
WHY_CHILD = (
    "Skolan, vården och stödet hemma behöver dra åt samma håll.",
    "Familjen får olika besked från olika håll.",
)
WHY_CONTRACT = ("Flera mottagningar är inblandade, och tiderna behöver hänga ihop.",)
ANOTHER_PLAN = ("Det finns redan en plan som gäller, och den följs upp i stället.",)
MATTERS = (
    (
        "Att kunna bo kvar hemma.",
        "Jag klarar köket själv.",
        "Att samma personer kommer.",
        "Att bli ensam på kvällarna.",
    ),
    ("Att orka gå ut varje dag.", "Min granne går gärna med.", "Hjälp på förmiddagen.", "Att ramla när ingen är där."),
    ("Att slippa berätta samma sak om och om igen.", "Jag skriver ner mina frågor.", "En person att ringa.", ""),
    (
        "Att sköta min medicin själv.",
        "Dosetten fungerar bra.",
        "Påminnelse på kvällen.",
        "Vad som händer om jag glömmer.",
    ),
)
CHILDS_VIEW = (
    "Jag vill gå till skolan utan att det är bråttom.",
    "Jag vill att mötena är på eftermiddagen.",
    "Jag vill bestämma när jag får hjälp med läxan.",
)
PRESENT = (
    "Personen, distriktssköterskan, biståndshandläggaren och kommunens sjuksköterska.",
    "Personen, en närstående, vårdcentralen och kommunens enheter.",
)
ABSENT = ("", "", "", "Kommunens sjuksköterska fick förhinder och läser i efterhand.")
ASSESSED = (
    "Läkaren bedömer att träning är möjlig i lugn takt.",
    "Läget är stabilt; nästa kontroll om tre månader.",
    "",
)
GOALS = (
    "Jag vill kunna handla själv.",
    "Jag vill sova hela natten.",
    "Jag vill träffa mina vänner på torsdagar.",
    "Jag vill klara duschen utan hjälp.",
    "Jag vill känna mig trygg med min medicin.",
)
GOALS_CHILD = (
    "Jag vill vara i skolan hela dagen.",
    "Jag vill ha lugna morgnar.",
    "Jag vill kunna leka med andra på rasten.",
)
REGION = (
    ("Genomgång av läkemedlen", "Läkaren på vårdcentralen", "at-clinic", "Färre frågor om medicinen."),
    ("Kontroll av blodtryck varje månad", "Distriktssköterskan", "at-clinic", "Värdena ligger jämnt."),
    ("Samtal en gång i veckan", "Kuratorn", "at-clinic", "Personen skattar sitt mående själv."),
)
CARE = (
    ("Gångträning två gånger i veckan", "Fysioterapeuten", "at-home", "Sträckan ökar vecka för vecka."),
    ("Omläggning av sår", "Kommunens sjuksköterska", "at-home", "Såret minskar."),
    ("Hjälp med dosetten varje måndag", "Kommunens sjuksköterska", "at-home", "Inga glömda doser."),
)
SOCIAL = (
    ("Hemtjänst morgon och kväll", "Hemtjänsten", "at-home", "Personen är uppe till frukosten."),
    ("Ledsagning till affären på torsdagar", "Boendestödjaren", "at-another-place", "Personen handlar själv."),
    ("Trygghetslarm", "Biståndshandläggaren", "at-home", "Larmet är provat varje månad."),
)
OWN = (
    ("person-does", "", "En promenad varje dag"),
    ("person-does", "", "Skriver upp frågor till nästa besök"),
    ("kin-do", "En närstående", "Ringer på kvällen"),
)
OWN_CHILD = (
    ("school-does", "Klassläraren", "En lugn plats vid lektionens början"),
    ("kin-do", "Vårdnadshavarna", "Samma morgonrutin varje dag"),
)
REFUSED = ("Vi har inte den insatsen; vårdcentralens rehabilitering har den.", "Beslut saknas; ansök först.")
ENDED = ("Den görs inte av enheten, och tas bort ur planen.",)
CHANGED = ("Gångträning varje vardag", "Besök varje dag i stället för två gånger i veckan", "Samtal varannan vecka")
CONTACTS = ("Distriktssköterskan", "Biståndshandläggaren", "Kommunens sjuksköterska", "Rehabkoordinatorn")
SAFETY = (
    ("Personen äter inte och svarar kort.", "Ringer sin kontakt.", "Nattpatrullen åker hem till personen."),
    ("Yrsel och ny andnöd.", "Lägger sig och larmar.", "Sjuksköterskan bedömer och ringer läkare."),
)
EVALUATIONS = {
    "all-met": ("Jag gör det jag ville kunna.", "Det fungerar, och jag vet vem jag ringer."),
    "some-met": ("En del går bra, men kvällarna är svåra.", "Jag kommer ut oftare, men inte varje dag."),
    "none-met": ("Det blev inte som vi tänkte. Jag vill prova något annat.",),
}
MEDICAL = ("Kontroller och läkemedel sköts som förut, med återbesök om tre månader.",)
CLOSED = ("Målen är nådda, och personen behöver ingen plan längre.",)
WITHDRAWN = ("Jag vill inte ha så många inblandade.", "")
FREE = ("Vi återkommer efter vårt teammöte.", "Tolk är bokad till mötet.")
