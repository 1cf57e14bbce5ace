"""Made-up, harmless Swedish texts that staff might write of a deviation. Nothing here is about anybody."""

from brygga.deviation.messages import Category, Effect

HAPPENED = {
    Category.DISCHARGE: (
        "Vi fick veta för sent att patienten var inskriven och hann inte planera.",
        "Meddelandet kom när hemgången redan var bestämd.",
        "Vi hade inte hört något förrän patienten stod hemma.",
    ),
    Category.INFORMATION: (
        "Läkemedelslistan kom inte med hem.",
        "Epikrisen saknades när hemsjukvården skulle ta över.",
        "Informationen kom dagen efter och två doser fick efterfrågas per telefon.",
    ),
    Category.SIP: (
        "Kallelsen till SIP kom för sent för att alla skulle kunna vara med.",
        "Mötet blev planerat först efter hemgången.",
    ),
    Category.NAMED_CONTACT: (
        "Ingen fast vårdkontakt var utsedd när patienten kom hem.",
        "Vi visste inte vem vi skulle ringa på vårdcentralen.",
    ),
    Category.RECEPTION: (
        "En anhörig upplevde att ingen hade tid att lyssna vid hemgången.",
        "En anhörig har synpunkter på väntan i samband med utskrivningen.",
    ),
}
WRONG_UNIT = (
    "Patienten hade flyttats till en annan enhet när det hände.",
    "Det här hör till dem som hade ansvaret den dagen.",
)
NOT_OURS = ("Vi hade ingen del i det här, och vet inte vem som hade det.", "Patienten var inte hos oss de dagarna.")
DRAWN_IN = ("Ni var med i planeringen och har en bit av bilden.", "Vi behöver veta hur det såg ut hos er samma dag.")
ACCOUNTS = (
    "Vi ringde två gånger under eftermiddagen och lämnade meddelande.",
    "Hos oss fanns ingen som bevakade inkorgen den helgen.",
    "Vi utgick från att informationen redan var skickad.",
)
COURSES = (
    "Beslutet togs på ronden, men meddelandet skrevs först nästa förmiddag.",
    "Informationen var klar, men blev liggande när passet byttes.",
    "Hemgången tidigarelades och alla hann inte få veta det.",
)
CAUSES = (
    "Rutinen säger inte vem som skickar när ordinarie planerare är borta.",
    "Ny personal hade inte fått genomgång av arbetssättet.",
    "Bevakningen av inkorgen var inte ordnad på helger.",
    "Två enheter trodde var för sig att den andra skulle göra det.",
)
MEASURES = (
    "Checklista vid utskrivning gås igenom varje förmiddag.",
    "Ersättare för utskrivningsplaneraren anges i schemat.",
    "Genomgång av rutinen på arbetsplatsträffen.",
    "Inkorgen bevakas även på helger.",
    "Telefontid för frågor från mottagande enheter.",
)
WHO = ("Enhetschefen", "Utskrivningssamordnaren", "Verksamhetschefen", "Teamledaren")
NOTHING_TO_DO = ("Rutinen finns och är känd, det här var en engångshändelse.", "Arbetssättet är redan ändrat.")
LEFT = ("Enheten ska slås ihop med en annan, åtgärden tas om hand där.", "En ny länsgemensam rutin ersätter åtgärden.")
ANSWERS = (
    "Tack för rapporten. Vi har gått igenom händelsen och ändrar vårt arbetssätt.",
    "Ni har rätt, det brast hos oss. Planen för vad vi gör framgår ovan.",
    "Vi har analyserat händelsen tillsammans och är överens om hur vi gör framöver.",
)
FOLLOWED_UP = (
    *((Effect.WORKED, "Inga liknande händelser sedan åtgärderna infördes."),) * 7,
    *((Effect.PARTLY, "Färre än tidigare, men det händer fortfarande på helger."),) * 2,
    (Effect.NOT, "Ingen skillnad märks ännu."),
)
LESSONS = ("", "", "Säg vem som skickar när den som brukar göra det är borta.", "Ring också när det är bråttom.")
DISMISSED = ("Vi har talat om det per telefon och är överens.", "Samma händelse finns i en tidigare rapport.")
MISTAKES = ("Rapporten gällde en annan händelse.", "Skickad till fel mottagare, ny rapport kommer.")
NO_CONTACT = "Chefsläkaren fick rapporten genom det egna systemet samma dag."
FREE = (
    "Vi återkommer i nästa vecka.",
    "Finns det något mer ni vill att vi tittar på?",
    "Tack, det var bra att få veta.",
    "Vi tar upp det på vårt gemensamma möte.",
)
