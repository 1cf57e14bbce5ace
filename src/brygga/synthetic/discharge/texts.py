"""Made-up, harmless Swedish texts that staff might write. Nothing here is about anybody."""

from brygga.discharge.messages import AbortReason, AdmissionReason, CareRequest, PlanningBasis

FREE = (
    "Hemtjänsten kan börja från och med lördag.",
    "Nyckeln till bostaden finns hos en anhörig.",
    "Rullator är beställd av arbetsterapeuten.",
    "Anhörig vill gärna vara med på mötet, ring dagen före.",
    "Trygghetslarmet är kontrollerat och fungerar.",
    "Vi återkommer i eftermiddag om korttidsplats.",
    "Läkemedel för tre dagar skickas med hem.",
    "Matlåda är beställd till hemkomsten.",
    "Hembesök av distriktssköterska är bokat.",
    "Taxi är bokad till klockan 14.",
    "Vi behöver veta om det finns hiss i huset.",
    "Sängen levereras i morgon förmiddag.",
    "Tack för snabbt svar!",
    "Ny kontakt hos oss fram till fredag: se växelns nummer.",
)
ADMITTED_FOR = (
    AdmissionReason(reason="Fall i hemmet", consent=True),
    AdmissionReason(reason="Lunginflammation", text="Behöver hjälp att gå de första veckorna.", consent=True),
    AdmissionReason(reason="Planerad höftoperation", consent=True),
)
PLANS = (
    PlanningBasis(personal_care="Morgon och kväll", household="Matlådor"),
    PlanningBasis(health_care="Läkemedel två gånger om dagen", aids="Vårdsäng beställd"),
    PlanningBasis(rehabilitation="Hemrehabilitering tre veckor", housing="Trygghetslarm"),
)
QUESTIONS = (
    "När kan ni ta emot?",
    "Finns sängen på plats?",
    "Vem hjälper till första kvällen?",
    "Behövs något mer av oss före hemgången?",
)
WORSE = (
    "Feber i natt, behöver stanna.",
    "Fallit på avdelningen, röntgas.",
    "Allmäntillståndet är sämre, ny bedömning i morgon.",
)
ABORTED = (
    "Ärendet öppnat på fel person.",
    "Inga behov efter utskrivning, planeringen avslutas.",
    "Överflyttad till annat län.",
)
WHY_ABORTED = dict(zip(ABORTED, (AbortReason.MISTAKE, AbortReason.NO_NEEDS, AbortReason.ELSEWHERE), strict=True))
REQUESTS = (
    CareRequest(recipients=("-",), personal_care="Hjälp morgon och kväll", consent=True),
    CareRequest(recipients=("-",), health_care="Läkemedel två gånger om dagen, såromläggning", consent=True),
    CareRequest(recipients=("-",), rehabilitation="Gångträning", aids="Rullator och duschstol", consent=True),
)
PLACES = (
    "Digitalt möte",
    "Vårdcentralen, rum 3",
    "Avdelningens samtalsrum",
    "Hemma hos patienten",
    "Kommunhuset, rum Bryggan",
)
INFORMATION = (
    "Utskrivningsinformation och läkemedelslista.",
    "Epikris, läkemedelslista och omvårdnadsepikris.",
    "Läkemedelslista, träningsprogram och tider för återbesök.",
)
